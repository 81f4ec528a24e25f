using System.Collections.Immutable;
using Moodstream.Abstractions.Posts;

namespace Moodstream.Abstractions.Models;

/// <summary>
/// One modality of one post in the common space, or the reason why that content can never be encoded.
/// </summary>
[GenerateSerializer, Immutable, Alias("moodstream.Embedding")]
public sealed record Embedding
{
    /// <summary>What was encoded.</summary>
    [Id(0)]
    public required Modality Modality { get; init; }

    /// <summary>
    /// The vector, as long as the model's common space is wide; empty where <see cref="Failure"/> is set, and where an encoder that needs no
    /// device leaves the content to one that does (<see cref="IsSettled"/>).
    /// </summary>
    [Id(1)]
    public ImmutableArray<float> Vector { get; init; } = [];

    /// <summary>Version of the bundle that made the vector; vectors of different versions must not be pooled.</summary>
    [Id(2)]
    public required string ModelVersion { get; init; }

    /// <summary>Why the content cannot be encoded, or null.</summary>
    [Id(3)]
    public PostFailure? Failure { get; init; }

    /// <summary>Share of the content that the model could read, 0–1; 1 where it cannot be told.</summary>
    [Id(6)]
    public float Coverage { get; init; } = 1;

    /// <summary>The language of the words, as the post gives it or as they tell; null where there are none or nothing tells it.</summary>
    [Id(7)]
    public string? Language { get; init; }

    /// <summary>Which of several ways through the model the content took, such as <c>words</c>; null where the model has but one.</summary>
    [Id(8)]
    public string? Path { get; init; }

    /// <summary>Whether there is a vector or a failure; otherwise the content still needs a device.</summary>
    public bool IsSettled => Failure is not null || !Vector.IsDefaultOrEmpty;

    /// <summary>Milliseconds spent on making the content ready (tokenizing, picture decoding), at least 0.</summary>
    [Id(4)]
    public double DecodeMs { get; init; }

    /// <summary>Milliseconds spent in the encoder, queueing for a device included, at least 0.</summary>
    [Id(5)]
    public double EmbedMs { get; init; }
}
