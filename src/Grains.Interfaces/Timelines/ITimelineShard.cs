using System.Collections.Immutable;
using Moodstream.Abstractions.Emotions;

namespace Moodstream.Grains.Interfaces.Timelines;

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
    /// <returns>
    /// The events that were refused, since their users were erased after the posts were made; empty as a rule. Whoever has
    /// published one has to publish its erasure after it.
    /// </returns>
    [Alias("Append")]
    Task<ImmutableArray<EmotionEvent>> Append([Immutable] ImmutableArray<EmotionEvent> events);

    /// <summary>Reads one user's timeline.</summary>
    /// <param name="userId">The user.</param>
    /// <param name="query">What is wanted.</param>
    /// <exception cref="InvalidCursorException">The cursor is not one of this user's.</exception>
    [Alias("Query")]
    Task<TimelinePage> Query(string userId, TimelineQuery query);

    /// <summary>Counts the posts of one user by emotion, interval by interval.</summary>
    /// <param name="userId">The user.</param>
    /// <param name="boundaries">Where intervals begin and end, ascending, at least two; an interval includes its beginning.</param>
    /// <returns>One entry per interval: posts by emotion, without the emotions of none.</returns>
    /// <exception cref="TimelineTooLongException">The intervals hold more posts than one answer may count.</exception>
    [Alias("Count")]
    Task<ImmutableArray<ImmutableSortedDictionary<string, long>>> Count(string userId, ImmutableArray<DateTimeOffset> boundaries);
}
