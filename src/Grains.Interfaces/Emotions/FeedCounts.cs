using System.Collections.Immutable;

namespace Moodstream.Grains.Interfaces.Emotions;

/// <summary>Counts of events, as one silo tells them to another.</summary>
[GenerateSerializer, Immutable, Alias("moodstream.FeedCounts")]
public sealed record FeedCounts
{
    /// <summary>All events.</summary>
    [Id(0)]
    public required int Events { get; init; }

    /// <summary>First events of posts.</summary>
    [Id(1)]
    public required int Posts { get; init; }

    /// <summary>Events of posts that wait for more parts.</summary>
    [Id(2)]
    public required int Provisional { get; init; }

    /// <summary>Events by emotion.</summary>
    [Id(3)]
    public required ImmutableDictionary<string, int> Emotions { get; init; }

    /// <summary>Events by what they were worked out from, such as <c>text+image</c>.</summary>
    [Id(4)]
    public required ImmutableDictionary<string, int> Modalities { get; init; }

    /// <summary>Events by the class of their latency; silos of one version have the same classes.</summary>
    [Id(5)]
    public required ImmutableArray<int> Latencies { get; init; }
}
