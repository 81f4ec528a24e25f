using System.Collections.Immutable;
using Moodstream.Abstractions.Models;

namespace Moodstream.Grains.Interfaces.Classifying;

/// <summary>Pools the embeddings of each post in the common space and classifies the result. A stateless worker.</summary>
[Alias("moodstream.IFusionClassifier")]
public interface IFusionClassifier : IGrainWithIntegerKey
{
    /// <summary>Classifies a batch.</summary>
    /// <param name="posts">For each post the embeddings that it has: one or more modalities, each at most once, none failed.</param>
    /// <returns>One verdict per post, in order.</returns>
    [Alias("Classify")]
    Task<ImmutableArray<Verdict>> Classify([Immutable] ImmutableArray<ImmutableArray<Embedding>> posts);
}
