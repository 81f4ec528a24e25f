using System.Collections.Immutable;
using Moodstream.Grains.Interfaces;

namespace Moodstream.Grains;

/// <summary>Keeps the timelines of users. Safe for concurrent use.</summary>
internal interface ITimelineStore
{
    /// <summary>
    /// Stores events durably before it completes. The first event of a (post, revision) counts and repetitions change
    /// nothing; a newer revision of a post replaces the older one, never the other way round.
    /// </summary>
    /// <param name="events">Events of any users.</param>
    Task Append(ImmutableArray<EmotionEvent> events);

    /// <summary>Reads a part of one user's timeline, newest first.</summary>
    /// <param name="userId">The user.</param>
    /// <param name="query">What is wanted.</param>
    /// <exception cref="InvalidCursorException">The cursor is not one that this store gave out for this user.</exception>
    /// <exception cref="ArgumentOutOfRangeException">The limit is out of range.</exception>
    Task<TimelinePage> Query(string userId, TimelineQuery query);
}
