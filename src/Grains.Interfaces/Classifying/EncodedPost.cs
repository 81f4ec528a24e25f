using System.Collections.Immutable;
using Moodstream.Abstractions.Models;
using Moodstream.Abstractions.Posts;

namespace Moodstream.Grains.Interfaces.Classifying;

/// <summary>What became of a post's content in the encoders.</summary>
/// <param name="Embeddings">One embedding per modality that could be read, in the model's order; empty where <paramref name="Failure"/> is set.</param>
/// <param name="Failure">Why the post can never be classified, or null.</param>
[GenerateSerializer, Immutable, Alias("moodstream.EncodedPost")]
public sealed record EncodedPost([property: Id(0)] ImmutableArray<Embedding> Embeddings, [property: Id(1)] PostFailure? Failure)
{
    /// <summary>Modalities that the post brings and that could not be read, with the types of their failures; null where there are none.</summary>
    [Id(2)]
    public ImmutableSortedDictionary<string, string>? Unread { get; init; }
}
