using System.Collections.Immutable;
using System.Runtime.InteropServices;
using Microsoft.Extensions.Logging;
using Moodstream.Abstractions.Models;
using Moodstream.Abstractions.Posts;
using Moodstream.Grains.Credits;
using Moodstream.Grains.Interfaces.Classifying;
using Moodstream.Grains.Telemetry;
using Moodstream.Inference.Models;

namespace Moodstream.Grains.Encoders;

/// <summary>
/// Encodes where the encoder says that it can: one without a device where the batch is, one with a device on devices of the cluster, as
/// fast as these can take it. A device that fails, that does not answer in time or whose silo died is passed over, and another one takes
/// what it had; whoever called hears of it only where none is left.
/// </summary>
internal sealed partial class EncoderRoute(
    IGrainFactory grains, DeviceCredits credits, ILocalSiloDetails silo, CreditTerms terms, TimeProvider time, ILogger<EncoderRoute> logger) : IEncoderRoute
{
    /// <summary>Most bytes in one call to a device, well under what one Orleans message may hold.</summary>
    private const long MaxBytes = 16 * 1024 * 1024;

    // To look the reference up costs as much as a call.
    private ILocalEmbedding? _local;

    /// <inheritdoc/>
    public async Task<ImmutableArray<Embedding>> EncodeAsync(IModalityEncoder encoder, ImmutableArray<PostContent> contents, Patience patience)
    {
        if (encoder.Device is null)
        {
            return await (_local ??= grains.GetGrain<ILocalEmbedding>(0)).Embed(encoder.Modality, contents);
        }

        var embeddings = new Embedding[contents.Length];
        PostContent[] parts = [.. contents.Select(encoder.Part)];
        await SpreadAsync(encoder.Modality, parts, embeddings, credits.TakePlace(patience), FailedDevices.None, patience.Working);
        return ImmutableCollectionsMarshal.AsImmutableArray(embeddings);
    }

    /// <summary>Sends contents to devices as these take them. Where one call fails for good, the others are given up.</summary>
    private async Task SpreadAsync(
        Modality modality,
        ReadOnlyMemory<PostContent> contents,
        Memory<Embedding> embeddings,
        Place place,
        FailedDevices failed,
        CancellationToken cancellationToken)
    {
        using var giveUp = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var calls = new List<Task>();
        try
        {
            for (var sent = 0; sent < contents.Length && !calls.Exists(call => call.IsFaulted);)
            {
                var rent = await credits.RentAsync(modality, CountWithin(MaxBytes, contents.Span[sent..]), place, failed.Devices, giveUp.Token);
                if (rent is null)
                {
                    failed.Throw(modality);
                }

                var range = sent..(sent + rent.Count);
                calls.Add(CallAsync(rent, modality, contents[range], embeddings[range], place, failed, giveUp.Token));
                sent += rent.Count;
            }

            await foreach (var call in Task.WhenEach(calls))
            {
                await call;
            }
        }
        catch
        {
            await giveUp.CancelAsync();
            await Task.WhenAll(calls).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing | ConfigureAwaitOptions.ContinueOnCapturedContext);
            throw;
        }
    }

    /// <summary>How many of some contents, the first at least, hold no more than so many bytes.</summary>
    private static int CountWithin(long bytes, ReadOnlySpan<PostContent> contents)
    {
        var count = 1;
        for (var size = contents[0].SizeInBytes; count < contents.Length && (size += contents[count].SizeInBytes) <= bytes; count++)
        {
        }

        return count;
    }

    private async Task CallAsync(
        DeviceRent rent,
        Modality modality,
        ReadOnlyMemory<PostContent> contents,
        Memory<Embedding> embeddings,
        Place place,
        FailedDevices failed,
        CancellationToken cancellationToken)
    {
        using (rent)
        {
            try
            {
                var call = new EmbedCall(modality, [.. contents.Span], silo.Name, Within(place));
                var answer = await grains.GetGrain<IDeviceEmbedding>(rent.Device.ToString()).Embed(call, cancellationToken);
                if (answer.Embeddings.Length != contents.Length)
                {
                    throw new InvalidOperationException($"The encoder of '{modality}' gave {answer.Embeddings.Length} embeddings for {contents.Length} contents.");
                }

                rent.Answered(answer.Credit);
                answer.Embeddings.AsSpan().CopyTo(embeddings.Span);
                return;
            }
            catch (Exception exception) when (!cancellationToken.IsCancellationRequested)
            {
                rent.Failed();
                failed = failed.Add(rent.Device, exception);
                GrainsTelemetry.DeviceFailed(rent.Device);
                LogDeviceFailed(rent.Device, contents.Length, modality, exception);
            }
        }

        if (failed.AreEnough)
        {
            failed.Throw(modality);
        }

        await SpreadAsync(modality, contents, embeddings, place, failed, cancellationToken);
    }

    private TimeSpan Within(Place place)
    {
        var left = place.Deadline - time.GetUtcNow();
        return left > terms.Deadline ? terms.Deadline : left > TimeSpan.Zero ? left : TimeSpan.FromMilliseconds(1);
    }

    [LoggerMessage(LogLevel.Warning, "Device {Device} failed {Contents} contents of {Modality}; another one is tried")]
    private partial void LogDeviceFailed(DeviceKey device, int contents, Modality modality, Exception exception);
}
