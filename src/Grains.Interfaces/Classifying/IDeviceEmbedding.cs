using System.Collections.Immutable;
using Moodstream.Abstractions.Models;
using Moodstream.Abstractions.Posts;

namespace Moodstream.Grains.Interfaces.Classifying;

/// <summary>
/// Encodes contents into the common space on one device. Its key is <c>silo/device</c> (<see cref="DeviceKey"/>), and
/// placement pins it to the silo that owns the device.
/// </summary>
[Alias("moodstream.IDeviceEmbedding")]
public interface IDeviceEmbedding : IGrainWithStringKey
{
    /// <summary>Encodes a batch; calls that overlap share micro-batches on the device.</summary>
    /// <param name="modality">A modality of the model.</param>
    /// <param name="contents">Contents that bring the modality, less what its encoder does not read.</param>
    /// <returns>One embedding per content, in order; content that can never be encoded has a failure in place of a vector.</returns>
    /// <exception cref="ModelVersionException">The silo serves another model, which does not read the modality.</exception>
    [Alias("Embed")]
    Task<ImmutableArray<Embedding>> Embed(Modality modality, [Immutable] ImmutableArray<PostContent> contents);
}
