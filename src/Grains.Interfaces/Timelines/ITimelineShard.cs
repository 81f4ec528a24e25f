using System.Collections.Immutable;

namespace Moodstream.Grains.Interfaces;

/// <summary>
/// Owns the timelines of the users that hash to its key (<see cref="TimelineShards"/>): one call per shard and batch
/// costs a fraction of one per user.
/// </summary>
[Alias("moodstream.ITimelineShard")]
public interface ITimelineShard : IGrainWithIntegerKey
{
    /// <summary>
    /// Stores events durably before it answers; idempotent by (post, revision), and an older revision never replaces a newer one.
    /// </summary>
    /// <param name="events">Events of users that hash to this shard.</param>
    [Alias("Append")]
    Task Append([Immutable] ImmutableArray<EmotionEvent> events);

    /// <summary>Reads one user's timeline.</summary>
    /// <param name="userId">The user.</param>
    /// <param name="query">What is wanted.</param>
    /// <exception cref="InvalidCursorException">The cursor is not one of this user's.</exception>
    [Alias("Query")]
    Task<TimelinePage> Query(string userId, TimelineQuery query);
}
