using System.Collections.Immutable;
using Moodstream.Grains.Interfaces.Timelines;
using Moodstream.Grains.Storage;
using Orleans.Concurrency;

namespace Moodstream.Grains.Timelines;

/// <inheritdoc cref="IUserTimeline"/>
/// <remarks>
/// It holds nothing, so it is a stateless worker: it runs where the question is asked, no directory remembers it, and
/// the users who are asked about cost memory for some minutes, those who merely post cost none. It reads the store of its own silo where
/// there is one, so that the death of another silo is nothing to it.
/// </remarks>
[StatelessWorker(1), Reentrant, CollectionAgeLimit(Minutes = 2)]
internal sealed class UserTimeline(IStores? stores = null) : Grain, IUserTimeline
{
    /// <inheritdoc/>
    public Task<TimelinePage> Query(TimelineQuery query)
    {
        var userId = this.GetPrimaryKeyString();
        return stores?.Timelines.QueryAsync(userId, query) ?? Shard(userId).Query(userId, query);
    }

    /// <inheritdoc/>
    public Task<ImmutableArray<ImmutableSortedDictionary<string, long>>> Count(ImmutableArray<DateTimeOffset> boundaries)
    {
        var userId = this.GetPrimaryKeyString();
        return stores?.Timelines.CountAsync(userId, boundaries) ?? Shard(userId).Count(userId, boundaries);
    }

    private ITimelineShard Shard(string userId) => GrainFactory.GetGrain<ITimelineShard>(TimelineShards.Of(userId));
}
