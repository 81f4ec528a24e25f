using System.Collections.Immutable;
using Moodstream.Abstractions.Models;
using Moodstream.Abstractions.Posts;

namespace Moodstream.Grains.Interfaces.Classifying;

/// <summary>
/// Encodes contents into the common space with encoders that need no device. A stateless worker: it runs on the silo that
/// calls it, on whatever core is free.
/// </summary>
[Alias("moodstream.ILocalEmbedding")]
public interface ILocalEmbedding : IGrainWithIntegerKey
{
    /// <summary>Encodes a batch.</summary>
    /// <param name="modality">A modality of the model.</param>
    /// <param name="contents">Contents that bring the modality.</param>
    /// <returns>One embedding per content, in order; content that can never be encoded has a failure in place of a vector.</returns>
    /// <exception cref="ModelVersionException">Another model took over, which does not read the modality.</exception>
    [Alias("Embed")]
    Task<ImmutableArray<Embedding>> Embed(Modality modality, [Immutable] ImmutableArray<PostContent> contents);
}
