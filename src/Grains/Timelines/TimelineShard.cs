using System.Collections.Immutable;
using Moodstream.Grains.Interfaces.Timelines;
using Moodstream.Grains.Placement;
using Moodstream.Grains.Storage;
using Orleans.Concurrency;

namespace Moodstream.Grains.Timelines;

/// <inheritdoc cref="ITimelineShard"/>
/// <remarks>Reentrant and thin: queries run side by side in the store.</remarks>
[TimelinePlacement, Reentrant]
internal sealed class TimelineShard(ITimelineStore store) : Grain, ITimelineShard
{
    /// <inheritdoc/>
    public Task<TimelinePage> Query(string userId, TimelineQuery query) => store.QueryAsync(userId, query);

    /// <inheritdoc/>
    public Task<ImmutableArray<ImmutableSortedDictionary<string, long>>> Count(string userId, ImmutableArray<DateTimeOffset> boundaries) =>
        store.CountAsync(userId, boundaries);
}
