using System.Collections.Immutable;
using Moodstream.Abstractions.Models;
using Moodstream.Abstractions.Posts;

namespace Moodstream.Grains.Routing;

/// <summary>What became of a post's content in the encoders.</summary>
/// <param name="Embeddings">One embedding per modality that it brings, in the model's order; empty where <paramref name="Failure"/> is set.</param>
/// <param name="Failure">Why the post can never be classified, or null.</param>
internal sealed record EncodedPost(ImmutableArray<Embedding> Embeddings, PostFailure? Failure);
