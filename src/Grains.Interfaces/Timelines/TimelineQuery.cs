namespace Moodstream.Grains.Interfaces.Timelines;

/// <summary>Which part of a user's timeline is asked for. Entries come newest first.</summary>
[GenerateSerializer, Immutable, Alias("moodstream.TimelineQuery")]
public sealed record TimelineQuery
{
    /// <summary>Most entries a page may hold.</summary>
    public const int MaxLimit = 1000;

    /// <summary>Earliest creation time, inclusive; null for no bound.</summary>
    [Id(0)]
    public DateTimeOffset? From { get; init; }

    /// <summary>Latest creation time, exclusive; null for no bound.</summary>
    [Id(1)]
    public DateTimeOffset? To { get; init; }

    /// <summary>Only entries of this emotion; null for all.</summary>
    [Id(2)]
    public string? Emotion { get; init; }

    /// <summary>Entries wanted, 1 to <see cref="MaxLimit"/>.</summary>
    [Id(3)]
    public int Limit { get; init; } = 100;

    /// <summary>The <see cref="TimelinePage.NextCursor"/> of the page before, or null for the first page.</summary>
    [Id(4)]
    public string? Cursor { get; init; }
}
