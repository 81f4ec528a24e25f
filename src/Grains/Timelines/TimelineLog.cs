using System.Collections.Immutable;
using Moodstream.Grains.Interfaces.Timelines;
using Moodstream.Grains.Placement;
using Moodstream.Grains.Storage;
using Orleans.Concurrency;

namespace Moodstream.Grains.Timelines;

/// <inheritdoc cref="ITimelineLog"/>
/// <remarks>Reentrant and thin: calls that overlap share writes in the store.</remarks>
[TimelinePlacement, Reentrant]
internal sealed class TimelineLog(ITimelineStore store) : Grain, ITimelineLog
{
    /// <inheritdoc/>
    public Task<ImmutableArray<UnstoredEntry>> Append(ImmutableArray<TimelineEntry> entries) => store.AppendAsync(entries);
}
