using System.Collections.Concurrent;
using System.Collections.Immutable;
using Moodstream.Grains.Interfaces.Timelines;
using Moodstream.Grains.Storage;

namespace Moodstream.Grains.Timelines;

/// <inheritdoc cref="ITimelineWriter"/>
/// <param name="grains">Reaches the silos that have the store.</param>
/// <param name="stores">This silo's own; null where it has none.</param>
internal sealed class TimelineWriter(IGrainFactory grains, IStores? stores = null) : ITimelineWriter
{
    // To look a reference up costs as much as a call.
    private readonly ConcurrentDictionary<int, ITimelineLog> _logs = new();

    /// <inheritdoc/>
    public Task<ImmutableArray<UnstoredEntry>> AppendAsync(int partition, ImmutableArray<TimelineEntry> entries, CancellationToken cancellationToken) =>
        (stores?.Timelines.AppendAsync(entries)
            ?? _logs.GetOrAdd(partition, static (key, grains) => grains.GetGrain<ITimelineLog>(key), grains).Append(entries)).WaitAsync(cancellationToken);
}
