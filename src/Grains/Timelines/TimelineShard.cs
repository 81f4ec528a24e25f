using System.Collections.Immutable;
using Moodstream.Abstractions.Emotions;
using Moodstream.Grains.Interfaces.Timelines;
using Moodstream.Grains.Placement;
using Moodstream.Grains.Storage;
using Orleans.Concurrency;

namespace Moodstream.Grains.Timelines;

/// <inheritdoc cref="ITimelineShard"/>
/// <remarks>Reentrant and thin: calls that overlap share writes in the store.</remarks>
[TimelinePlacement, Reentrant]
internal sealed class TimelineShard(ITimelineStore store) : Grain, ITimelineShard
{
    /// <inheritdoc/>
    public Task<ImmutableArray<EmotionEvent>> Append(ImmutableArray<EmotionEvent> events)
    {
        var shard = this.GetPrimaryKeyLong();
        if (events.Any(emotion => TimelineShards.Of(emotion.UserId) != shard))
        {
            throw new ArgumentException($"An event belongs to another shard than {shard}.", nameof(events));
        }

        return store.AppendAsync(events);
    }

    /// <inheritdoc/>
    public Task<TimelinePage> Query(string userId, TimelineQuery query) => store.QueryAsync(userId, query);

    /// <inheritdoc/>
    public Task<ImmutableArray<ImmutableSortedDictionary<string, long>>> Count(string userId, ImmutableArray<DateTimeOffset> boundaries) =>
        store.CountAsync(userId, boundaries);
}
