using System.Collections.Immutable;
using Moodstream.Grains.Interfaces.Timelines;

namespace Moodstream.Ingest.Timelines;

/// <summary>Puts events into their users' timelines, durably before it answers.</summary>
internal interface ITimelineWriter
{
    /// <summary>Appends events of one partition of the posts topic; see <see cref="ITimelineLog.Append"/>.</summary>
    /// <returns>The entries that were not stored as they came, in order.</returns>
    Task<ImmutableArray<UnstoredEntry>> AppendAsync(int partition, ImmutableArray<TimelineEntry> entries, CancellationToken cancellationToken);
}
