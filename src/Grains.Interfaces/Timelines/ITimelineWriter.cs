using System.Collections.Immutable;

namespace Moodstream.Grains.Interfaces.Timelines;

/// <summary>
/// Puts events into their users' timelines from within a silo: without a detour where the silo has the store, else by the
/// <see cref="ITimelineLog"/> of a silo that has it.
/// </summary>
public interface ITimelineWriter
{
    /// <summary>Appends events of one partition of the posts topic, durably before it answers; see <see cref="ITimelineLog.Append"/>.</summary>
    /// <param name="partition">The partition.</param>
    /// <param name="entries">The events.</param>
    /// <param name="cancellationToken">Gives up waiting; what is under way goes on.</param>
    /// <returns>The entries that were not stored as they came, in order.</returns>
    Task<ImmutableArray<UnstoredEntry>> AppendAsync(int partition, ImmutableArray<TimelineEntry> entries, CancellationToken cancellationToken);
}
