using System.Collections.Immutable;
using Moodstream.Abstractions.Emotions;
using Moodstream.Grains.Interfaces.Posts;
using Moodstream.Grains.Interfaces.Timelines;
using Moodstream.Grains.Placement;
using Moodstream.Grains.Posts;
using Moodstream.Grains.Storage;
using Orleans.Concurrency;

namespace Moodstream.Grains.Timelines;

/// <inheritdoc cref="ITimelineShard"/>
/// <remarks>Reentrant and thin: calls that overlap share writes in the store.</remarks>
[TimelinePlacement, Reentrant]
internal sealed class TimelineShard(ITimelineStore store, IPostStore posts, LivePosts live, TimeProvider time) : Grain, ITimelineShard
{
    /// <inheritdoc/>
    public Task<ImmutableArray<EmotionEvent>> Append(ImmutableArray<EmotionEvent> events)
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

    /// <inheritdoc/>
    public Task<ImmutableArray<ImmutableSortedDictionary<string, long>>> Count(string userId, ImmutableArray<DateTimeOffset> boundaries) =>
        store.Count(userId, boundaries);

    /// <inheritdoc/>
    public async Task<DateTimeOffset> Forget(string userId)
    {
        // The timeline store registers the erasure; from then on no part of a post is written again.
        var until = await store.Forget(userId, time.GetUtcNow());
        await posts.Forget(userId);
        await Task.WhenAll(live.Of(userId).Select(key => GrainFactory.GetGrain<IPost>(key.ToString()).Forget()));
        return until;
    }
}
