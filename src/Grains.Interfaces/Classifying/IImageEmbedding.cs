using System.Collections.Immutable;
using Moodstream.Abstractions.Models;

namespace Moodstream.Grains.Interfaces.Classifying;

/// <summary>
/// Encodes pictures into the common space on one device. Its key is <c>silo/device</c> (<see cref="DeviceKey"/>), and
/// placement pins it to the silo that owns the device.
/// </summary>
[Alias("moodstream.IImageEmbedding")]
public interface IImageEmbedding : IGrainWithStringKey
{
    /// <summary>Decodes and encodes pictures; calls that overlap share micro-batches on the device.</summary>
    /// <param name="pictures">Encoded picture files.</param>
    /// <returns>One embedding per picture, in order; a picture that cannot be decoded has a failure in place of a vector.</returns>
    [Alias("Embed")]
    Task<ImmutableArray<Embedding>> Embed([Immutable] ImmutableArray<ReadOnlyMemory<byte>> pictures);
}
