using System.Collections.Immutable;
using Moodstream.Abstractions.Models;
using Moodstream.Abstractions.Posts;

namespace Moodstream.Grains.Storage;

/// <summary>What is kept of one part.</summary>
[GenerateSerializer, Immutable, Alias("moodstream.PartRecord")]
internal sealed record PartRecord
{
    /// <summary>Recognises the part when it is delivered again (SHA-256 of its content).</summary>
    [Id(0)]
    public required string Digest { get; init; }

    /// <summary>What it brought.</summary>
    [Id(1)]
    public required ImmutableArray<Modality> Modalities { get; init; }

    /// <summary>What it brought, encoded; empty once the post is final.</summary>
    [Id(2)]
    public required ImmutableArray<Embedding> Embeddings { get; init; }

    /// <summary>When the author posted it.</summary>
    [Id(3)]
    public required DateTimeOffset CreatedAt { get; init; }

    /// <summary>The revision that it carries, or 0 where another part carries the event that it is in.</summary>
    [Id(4)]
    public required int Carries { get; init; }
}
