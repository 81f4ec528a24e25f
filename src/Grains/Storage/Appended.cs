using System.Collections.Immutable;
using Moodstream.Grains.Interfaces.Timelines;

namespace Moodstream.Grains.Storage;

/// <summary>One call's entries on their way into a store.</summary>
/// <param name="entries">The entries.</param>
internal sealed class Appended(ImmutableArray<TimelineEntry> entries)
{
    /// <summary>The entries.</summary>
    public ImmutableArray<TimelineEntry> Entries => entries;

    /// <summary>Those that were not stored as they came; the writer says so before it completes.</summary>
    public ImmutableArray<UnstoredEntry> Unstored { get; set; } = [];

    /// <summary>Completes when the entries are durable.</summary>
    public TaskCompletionSource Written { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);
}
