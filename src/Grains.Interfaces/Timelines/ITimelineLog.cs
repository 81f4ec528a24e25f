using System.Collections.Immutable;

namespace Moodstream.Grains.Interfaces.Timelines;

/// <summary>
/// Takes events into the timelines: one call per batch, whoever their users are. Its key is the partition of the posts topic that they come
/// from, and placement brings it to the silo that holds the store.
/// </summary>
[Alias("moodstream.ITimelineLog")]
public interface ITimelineLog : IGrainWithIntegerKey
{
    /// <summary>
    /// Stores events durably before it answers. What is stored under an event's id is a promise: the first counts, and whoever brings it again,
    /// with the model of the day, is told what was said before. A newer revision of a post replaces the older one, never the other way round.
    /// </summary>
    /// <param name="entries">The events.</param>
    /// <returns>The entries that were not stored as they came, in order; empty as a rule.</returns>
    [Alias("Append")]
    Task<ImmutableArray<UnstoredEntry>> Append([Immutable] ImmutableArray<TimelineEntry> entries);
}
