using System.Collections.Concurrent;

namespace Moodstream.Silo.Live;

/// <summary>One step of the live feed: what arrived in it is filtered, sampled and formatted once for all readers of the same filter.</summary>
/// <param name="Number">Counts the ticks, from 0.</param>
/// <param name="From">Position of its first event.</param>
/// <param name="To">Position after its last event.</param>
/// <param name="Pulse">What was counted since the last pulse; null where this tick brings none.</param>
/// <param name="MaxEvents">Most events that a reader gets of the tick.</param>
internal sealed record FeedTick(long Number, long From, long To, Pulse? Pulse, int MaxEvents)
{
    private readonly ConcurrentDictionary<EmotionFilter, Lazy<FeedFrame>> _frames = new();

    /// <summary>The frame of the readers of one filter.</summary>
    /// <param name="feed">The feed.</param>
    /// <param name="filter">What they want.</param>
    public FeedFrame Frame(EmotionFeed feed, EmotionFilter filter) =>
        _frames.GetOrAdd(filter, wanted => new Lazy<FeedFrame>(() => FeedFrame.Of(feed, wanted, From, To, MaxEvents))).Value;
}
