using System.Collections.Immutable;
using Moodstream.Abstractions.Models;
using Moodstream.Abstractions.Posts;
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
internal sealed class DeviceEmbedding(IEmotionModel model, ILocalSiloDetails silo) : Grain, IDeviceEmbedding
{
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
    public Task<ImmutableArray<Embedding>> Embed(Modality modality, ImmutableArray<PostContent> contents) =>
        model.EmbedAsync(modality, _device, contents);
}
