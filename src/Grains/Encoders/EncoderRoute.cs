using System.Collections.Immutable;
using System.Runtime.ExceptionServices;
using Microsoft.Extensions.Logging;
using Moodstream.Abstractions.Models;
using Moodstream.Abstractions.Posts;
using Moodstream.Grains.Interfaces.Classifying;
using Moodstream.Grains.Interfaces.Faults;
using Moodstream.Grains.Placement;
using Moodstream.Grains.Telemetry;
using Moodstream.Inference.Models;

namespace Moodstream.Grains.Encoders;

/// <summary>
/// Encodes where the encoder says that it can: one without a device where the batch is, one with a device on a device of
/// the cluster. A device that fails, or whose silo died, is passed over and another one takes the call; whoever called
/// hears of it only where none is left.
/// </summary>
internal sealed partial class EncoderRoute(IGrainFactory grains, DeviceDirectory devices, ILogger<EncoderRoute> logger) : IEncoderRoute
{
    /// <summary>Most devices that are tried for one call.</summary>
    private const int MaxAttempts = 3;

    /// <summary>Most contents in one call to a device: some micro-batches, so that a large batch spreads over devices.</summary>
    private const int MaxContents = 32;

    /// <summary>Most bytes in one call to a device, well under what one Orleans message may hold.</summary>
    private const long MaxBytes = 16 * 1024 * 1024;

    /// <inheritdoc/>
    public Task<ImmutableArray<Embedding>> EncodeAsync(IModalityEncoder encoder, ImmutableArray<PostContent> contents) =>
        encoder.Device is null
            ? grains.GetGrain<ILocalEmbedding>(0).Embed(encoder.Modality, contents)
            : EncodeOnDevicesAsync(encoder.Modality, [.. contents.Select(encoder.Part)]);

    private async Task<ImmutableArray<Embedding>> EncodeOnDevicesAsync(Modality modality, ImmutableArray<PostContent> contents)
    {
        var calls = await Task.WhenAll(Split(contents).Select(call => CallAsync(modality, call)));
        return calls.Length == 1 ? calls[0] : [.. calls.SelectMany(embeddings => embeddings)];
    }

    private static IEnumerable<ImmutableArray<PostContent>> Split(ImmutableArray<PostContent> contents)
    {
        var call = ImmutableArray.CreateBuilder<PostContent>(Math.Min(contents.Length, MaxContents));
        var bytes = 0L;
        foreach (var content in contents)
        {
            var size = content.SizeInBytes;
            if (call.Count > 0 && (call.Count == MaxContents || bytes + size > MaxBytes))
            {
                yield return call.DrainToImmutable();
                bytes = 0;
            }

            call.Add(content);
            bytes += size;
        }

        yield return call.DrainToImmutable();
    }

    /// <exception cref="NoDeviceException">No device could be reached, though others may be soon.</exception>
    private async Task<ImmutableArray<Embedding>> CallAsync(Modality modality, ImmutableArray<PostContent> contents)
    {
        var failed = new List<DeviceKey>();
        Exception? cause = null;
        Exception? unexpected = null;
        while (failed.Count < MaxAttempts && devices.TryRent(contents.Length, failed, out var rent))
        {
            using (rent)
            {
                try
                {
                    return await grains.GetGrain<IDeviceEmbedding>(rent.Device.ToString()).Embed(modality, contents);
                }
                catch (Exception exception)
                {
                    cause = exception;
                    unexpected = PassingFaultException.Includes(exception) ? unexpected : exception;
                    failed.Add(rent.Device);
                    rent.Fail();
                    GrainsTelemetry.DeviceFailed(rent.Device);
                    LogDeviceFailed(rent.Device, contents.Length, modality, exception);
                }
            }
        }

        if (unexpected is not null)
        {
            // A device was reached and failed on the contents, which may be their fault.
            ExceptionDispatchInfo.Throw(unexpected);
        }

        throw new NoDeviceException(modality, failed.Count, cause);
    }

    [LoggerMessage(LogLevel.Warning, "Device {Device} failed {Contents} contents of {Modality}; another one is tried")]
    private partial void LogDeviceFailed(DeviceKey device, int contents, Modality modality, Exception exception);
}
