using System.Collections.Immutable;
using Moodstream.Grains.Interfaces.Timelines;

namespace Moodstream.Ingest.Timelines;

/// <summary>Writes timelines where the cluster keeps them: one call per batch, and no copy where that is this silo.</summary>
internal sealed class GrainTimelineWriter(IGrainFactory grains) : ITimelineWriter
{
    public Task<ImmutableArray<UnstoredEntry>> AppendAsync(int partition, ImmutableArray<TimelineEntry> entries, CancellationToken cancellationToken) =>
        grains.GetGrain<ITimelineLog>(partition).Append(entries).WaitAsync(cancellationToken);
}
