using System.Collections.Concurrent;
using System.Collections.Immutable;
using Moodstream.Grains.Interfaces.Timelines;

namespace Moodstream.Ingest.Timelines;

/// <summary>Writes timelines where the cluster keeps them: one call per batch, and no copy where that is this silo.</summary>
internal sealed class GrainTimelineWriter(IGrainFactory grains) : ITimelineWriter
{
    // To look a reference up costs as much as a call.
    private readonly ConcurrentDictionary<int, ITimelineLog> _logs = new();

    public Task<ImmutableArray<UnstoredEntry>> AppendAsync(int partition, ImmutableArray<TimelineEntry> entries, CancellationToken cancellationToken) =>
        _logs.GetOrAdd(partition, static (key, grains) => grains.GetGrain<ITimelineLog>(key), grains).Append(entries).WaitAsync(cancellationToken);
}
