using System.Collections.Concurrent;
using System.Collections.Immutable;
using Moodstream.Grains.Interfaces.Timelines;

namespace Moodstream.Ingest.Tests.Rig;

/// <summary>Keeps timelines in memory; tests hook into its calls to make them wait or fail.</summary>
internal sealed class FakeTimelines : ITimelineWriter
{
    public ConcurrentQueue<(int Partition, TimelineEntry Entry)> Entries { get; } = new();

    public Func<Task> BeforeAppend { get; set; } = static () => Task.CompletedTask;

    /// <summary>What is not stored as it comes.</summary>
    public Func<TimelineEntry, (UnstoredReason Reason, byte[]? Json)?> Refuse { get; set; } = static _ => null;

    public async Task<ImmutableArray<UnstoredEntry>> AppendAsync(int partition, ImmutableArray<TimelineEntry> entries, CancellationToken cancellationToken)
    {
        await BeforeAppend().WaitAsync(cancellationToken);
        var unstored = ImmutableArray.CreateBuilder<UnstoredEntry>();
        for (var i = 0; i < entries.Length; i++)
        {
            if (Refuse(entries[i]) is { } refusal)
            {
                unstored.Add(new UnstoredEntry(i, refusal.Reason, refusal.Json));
            }
            else
            {
                Entries.Enqueue((partition, entries[i]));
            }
        }

        return unstored.DrainToImmutable();
    }
}
