using System.Collections.Immutable;
using Moodstream.Abstractions.Models;
using Moodstream.Abstractions.Posts;

namespace Moodstream.Grains.Interfaces.Classifying;

/// <summary>What became of a post's content in the encoders.</summary>
/// <param name="Embeddings">One embedding per modality that it brings, in the model's order; empty where <paramref name="Failure"/> is set.</param>
/// <param name="Failure">Why the post can never be classified, or null.</param>
[GenerateSerializer, Immutable, Alias("moodstream.EncodedPost")]
public sealed record EncodedPost([property: Id(0)] ImmutableArray<Embedding> Embeddings, [property: Id(1)] PostFailure? Failure);
