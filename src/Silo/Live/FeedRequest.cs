using System.Collections.Immutable;

namespace Moodstream.Silo.Live;

/// <summary>What a reader of the live feed asks for.</summary>
/// <param name="Filter">Which events.</param>
/// <param name="LastEventId">The last id that it saw; null for a new reader.</param>
/// <param name="Replay">How many of the latest events of each filter a new reader gets to begin with.</param>
/// <param name="Pulse">Whether it wants the counts of every second.</param>
internal sealed record FeedRequest(EmotionFilter Filter, string? LastEventId = null, int Replay = 0, bool Pulse = false)
{
    /// <summary>Further filters, for a reader that stands for several; what several admit is sent once.</summary>
    public ImmutableArray<EmotionFilter> Also { get; init; } = [];

    /// <summary>All filters.</summary>
    public ImmutableArray<EmotionFilter> Filters => [Filter, .. Also];
}
