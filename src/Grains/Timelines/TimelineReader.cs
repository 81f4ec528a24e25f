using System.Collections.Immutable;
using Moodstream.Grains.Interfaces.Timelines;
using Moodstream.Grains.Storage;

namespace Moodstream.Grains.Timelines;

/// <inheritdoc cref="ITimelineReader"/>
/// <remarks>
/// Where the silo has the store no grain is called: before a call even a stateless grain is looked up in the directory, at whatever silo its key
/// falls to, and while that one is dead or stands still and nobody knows, the call fails.
/// </remarks>
/// <param name="grains">Reaches the silos that have the store.</param>
/// <param name="stores">This silo's own; null where it has none.</param>
internal sealed class TimelineReader(IGrainFactory grains, IStores? stores = null) : ITimelineReader
{
    /// <inheritdoc/>
    public Task<TimelinePage> QueryAsync(string userId, TimelineQuery query) =>
        stores?.Timelines.QueryAsync(userId, query) ?? Shard(userId).Query(userId, query);

    /// <inheritdoc/>
    public Task<ImmutableArray<ImmutableSortedDictionary<string, long>>> CountAsync(string userId, ImmutableArray<DateTimeOffset> boundaries) =>
        stores?.Timelines.CountAsync(userId, boundaries) ?? Shard(userId).Count(userId, boundaries);

    private ITimelineShard Shard(string userId) => grains.GetGrain<ITimelineShard>(TimelineShards.Of(userId));
}
