using System.Collections.Immutable;
using Moodstream.Abstractions.Models;

namespace Moodstream.Grains.Interfaces.Classifying;

/// <summary>Encodes words into the common space. A stateless worker: any silo with a free core does it.</summary>
[Alias("moodstream.ITextEmbedding")]
public interface ITextEmbedding : IGrainWithIntegerKey
{
    /// <summary>Encodes a batch of texts.</summary>
    /// <param name="texts">Non-null texts of any length; the model reads a bounded number of leading tokens.</param>
    /// <returns>One embedding per text, in order.</returns>
    [Alias("Embed")]
    Task<ImmutableArray<Embedding>> Embed([Immutable] ImmutableArray<string> texts);
}
