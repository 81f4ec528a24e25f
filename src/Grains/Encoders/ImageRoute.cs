using System.Collections.Immutable;
using System.Runtime.ExceptionServices;
using Microsoft.Extensions.Logging;
using Moodstream.Abstractions.Models;
using Moodstream.Abstractions.Posts;
using Moodstream.Grains.Interfaces.Classifying;
using Moodstream.Grains.Interfaces.Faults;
using Moodstream.Grains.Placement;
using Moodstream.Grains.Telemetry;

namespace Moodstream.Grains.Encoders;

/// <summary>
/// Sends pictures to a device of the cluster. A device that fails, or whose silo died, is passed over and another one
/// takes the batch; whoever called hears of it only where none is left.
/// </summary>
internal sealed partial class ImageRoute(IGrainFactory grains, DeviceDirectory devices, ILogger<ImageRoute> logger) : IModalityRoute
{
    /// <summary>Most devices that are tried for one call.</summary>
    private const int MaxAttempts = 3;

    /// <summary>Most pictures in one call: some micro-batches, so that a large batch spreads over devices.</summary>
    private const int MaxPictures = 32;

    /// <summary>Most bytes in one call, well under what one Orleans message may hold.</summary>
    private const long MaxBytes = 16 * 1024 * 1024;

    /// <inheritdoc/>
    public Modality Modality => Modality.Image;

    /// <inheritdoc/>
    public async Task<ImmutableArray<Embedding>> Encode(IReadOnlyList<SocialPost> posts)
    {
        var calls = await Task.WhenAll(Split(posts).Select(Call));
        return calls.Length == 1 ? calls[0] : [.. calls.SelectMany(embeddings => embeddings)];
    }

    private static IEnumerable<ImmutableArray<ReadOnlyMemory<byte>>> Split(IReadOnlyList<SocialPost> posts)
    {
        var pictures = ImmutableArray.CreateBuilder<ReadOnlyMemory<byte>>(Math.Min(posts.Count, MaxPictures));
        var bytes = 0L;
        foreach (var post in posts)
        {
            var picture = post.Image!.Value;
            if (pictures.Count > 0 && (pictures.Count == MaxPictures || bytes + picture.Length > MaxBytes))
            {
                yield return pictures.DrainToImmutable();
                bytes = 0;
            }

            pictures.Add(picture);
            bytes += picture.Length;
        }

        yield return pictures.DrainToImmutable();
    }

    /// <exception cref="NoDeviceException">No device could be reached, though others may be soon.</exception>
    private async Task<ImmutableArray<Embedding>> Call(ImmutableArray<ReadOnlyMemory<byte>> pictures)
    {
        var failed = new List<DeviceKey>();
        Exception? cause = null;
        Exception? unexpected = null;
        while (failed.Count < MaxAttempts && devices.TryRent(pictures.Length, failed, out var rent))
        {
            using (rent)
            {
                try
                {
                    return await grains.GetGrain<IImageEmbedding>(rent.Device.ToString()).Embed(pictures);
                }
                catch (Exception exception)
                {
                    cause = exception;
                    unexpected = PassingFaultException.Includes(exception) ? unexpected : exception;
                    failed.Add(rent.Device);
                    rent.Fail();
                    GrainsTelemetry.DeviceFailed(rent.Device);
                    LogDeviceFailed(logger, rent.Device, pictures.Length, exception);
                }
            }
        }

        if (unexpected is not null)
        {
            // A device was reached and failed on the pictures, which may be their fault.
            ExceptionDispatchInfo.Throw(unexpected);
        }

        throw new NoDeviceException(failed.Count, cause);
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "Device {Device} failed {Pictures} pictures; another one is tried")]
    private static partial void LogDeviceFailed(ILogger logger, DeviceKey device, int pictures, Exception exception);
}
