using System.Collections.Immutable;
using Moodstream.Grains.Interfaces;
using Orleans.Concurrency;

namespace Moodstream.Grains;

/// <inheritdoc cref="ITimelineShard"/>
/// <remarks>Reentrant and thin: calls that overlap share writes in the store.</remarks>
[TimelinePlacement, Reentrant]
internal sealed class TimelineShard(ITimelineStore store) : Grain, ITimelineShard
{
    /// <inheritdoc/>
    public Task Append(ImmutableArray<EmotionEvent> events)
    {
        var shard = this.GetPrimaryKeyLong();
        if (events.Any(emotion => TimelineShards.Of(emotion.UserId) != shard))
        {
            throw new ArgumentException($"An event belongs to another shard than {shard}.", nameof(events));
        }

        return store.Append(events);
    }

    /// <inheritdoc/>
    public Task<TimelinePage> Query(string userId, TimelineQuery query) => store.Query(userId, query);
}
