using System.Collections.Immutable;
using Moodstream.Grains.Interfaces.Timelines;
using Orleans.Concurrency;

namespace Moodstream.Grains.Timelines;

/// <inheritdoc cref="IUserTimeline"/>
/// <remarks>
/// For Orleans clients. It holds nothing, so it is a stateless worker: it runs where the question is asked, no directory remembers it, and the
/// users who are asked about cost memory for some minutes (see <see cref="Posts.Post"/> for how many), those who merely post cost none.
/// </remarks>
[StatelessWorker(1), Reentrant, CollectionAgeLimit(Minutes = 10)]
internal sealed class UserTimeline(ITimelineReader timelines) : Grain, IUserTimeline
{
    /// <inheritdoc/>
    public Task<TimelinePage> Query(TimelineQuery query) => timelines.QueryAsync(this.GetPrimaryKeyString(), query);

    /// <inheritdoc/>
    public Task<ImmutableArray<ImmutableSortedDictionary<string, long>>> Count(ImmutableArray<DateTimeOffset> boundaries) =>
        timelines.CountAsync(this.GetPrimaryKeyString(), boundaries);
}
