using System.Collections.Immutable;

namespace Moodstream.Grains.Interfaces.Timelines;

/// <summary>
/// Reads the timelines of the users that hash to its key (<see cref="TimelineShards"/>), where the store is.
/// </summary>
[Alias("moodstream.ITimelineShard")]
public interface ITimelineShard : IGrainWithIntegerKey
{
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
