using Moodstream.Grains.Interfaces;
using Orleans.Concurrency;

namespace Moodstream.Grains;

/// <inheritdoc cref="IUserTimeline"/>
/// <remarks>
/// It holds nothing, so it is a stateless worker: it runs where the question is asked, no directory remembers it, and
/// the users who are asked about cost memory for some minutes, those who merely post cost none.
/// </remarks>
[StatelessWorker(1), Reentrant, CollectionAgeLimit(Minutes = 2)]
internal sealed class UserTimeline : Grain, IUserTimeline
{
    /// <inheritdoc/>
    public Task<TimelinePage> Query(TimelineQuery query)
    {
        var userId = this.GetPrimaryKeyString();
        return GrainFactory.GetGrain<ITimelineShard>(TimelineShards.Of(userId)).Query(userId, query);
    }
}
