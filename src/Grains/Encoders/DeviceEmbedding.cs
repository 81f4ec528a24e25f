using System.Collections.Immutable;
using Moodstream.Abstractions.Models;
using Moodstream.Abstractions.Posts;
using Moodstream.Grains.Credits;
using Moodstream.Grains.Interfaces.Classifying;
using Moodstream.Grains.Placement;
using Moodstream.Inference.Models;
using Orleans.Concurrency;

namespace Moodstream.Grains.Encoders;

/// <inheritdoc cref="IDeviceEmbedding"/>
/// <remarks>
/// Reentrant and thin: calls that overlap meet in the encoder's micro-batches, off the grain's scheduler, so that words do
/// not wait behind pictures.
/// </remarks>
[DevicePlacement, Reentrant]
internal sealed class DeviceEmbedding(IEmotionModel model, ILocalSiloDetails silo, CreditTerms terms, TimeProvider time) : Grain, IDeviceEmbedding
{
    private readonly Dictionary<Modality, DeviceSpeed> _speeds = [];
    private string _device = string.Empty;

    /// <inheritdoc/>
    public override Task OnActivateAsync(CancellationToken cancellationToken)
    {
        var key = this.GetPrimaryKeyString();
        if (!DeviceKey.TryParse(key, out var named) || named.Silo != silo.Name || model.Devices.All(owned => owned.Id != named.Device))
        {
            throw new InvalidOperationException($"Silo '{silo.Name}' does not own the device '{key}'.");
        }

        _device = named.Device;
        return Task.CompletedTask;
    }

    /// <inheritdoc/>
    public async Task<EmbedAnswer> Embed(EmbedCall call, CancellationToken cancellationToken)
    {
        if (!_speeds.TryGetValue(call.Modality, out var speed))
        {
            speed = _speeds[call.Modality] = new DeviceSpeed(terms, time);
        }

        using var deadline = new CancellationTokenSource(call.Within, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(deadline.Token, cancellationToken);
        var embeddings = ImmutableArray<Embedding>.Empty;
        speed.Begin(call.Sender);
        try
        {
            embeddings = await model.EmbedAsync(call.Modality, _device, call.Contents, either.Token);
        }
        catch (OperationCanceledException) when (deadline.IsCancellationRequested && !cancellationToken.IsCancellationRequested)
        {
            throw new TimeoutException(
                $"{_device} of silo '{silo.Name}' did not encode {call.Contents.Length} contents of '{call.Modality}' within {call.Within.TotalSeconds:0} s.");
        }
        finally
        {
            // What is broken took none of the device's time, and would make it look faster than it is.
            speed.End(embeddings.Count(embedding => embedding.Failure is null));
        }

        return new EmbedAnswer(embeddings, speed.Share());
    }
}
