using System.Collections.Immutable;
using Moodstream.Abstractions.Posts;
using Moodstream.Grains.Interfaces.Timelines;

namespace Moodstream.Grains.Storage;

/// <summary>Keeps the timelines of users. Safe for concurrent use.</summary>
internal interface ITimelineStore
{
    /// <summary>
    /// Stores events durably before it completes. The first event of a (post, revision) counts and repetitions change
    /// nothing; a newer revision of a post replaces the older one, never the other way round.
    /// </summary>
    /// <param name="entries">Events of any users.</param>
    /// <returns>
    /// The entries that were not stored as they came, in order. An older revision of a post in parts is passed over in silence. An entry of unknown
    /// content (<see cref="TimelineEntry.UnknownContent"/>), here or there, is in conflict with none.
    /// </returns>
    Task<ImmutableArray<UnstoredEntry>> AppendAsync(ImmutableArray<TimelineEntry> entries);

    /// <summary>Reads a part of one user's timeline, newest first.</summary>
    /// <param name="userId">The user.</param>
    /// <param name="query">What is wanted.</param>
    /// <exception cref="InvalidCursorException">The cursor is not one that this store gave out for this user.</exception>
    /// <exception cref="ArgumentOutOfRangeException">The limit is out of range.</exception>
    Task<TimelinePage> QueryAsync(string userId, TimelineQuery query);

    /// <summary>Counts the posts of one user by emotion, interval by interval.</summary>
    /// <param name="userId">The user.</param>
    /// <param name="boundaries">Where intervals begin and end, ascending, at least two; an interval includes its beginning.</param>
    /// <returns>One entry per interval.</returns>
    /// <exception cref="TimelineTooLongException">There are more posts than one answer may count.</exception>
    /// <exception cref="ArgumentException">The boundaries are fewer than two, or not ascending.</exception>
    Task<ImmutableArray<ImmutableSortedDictionary<string, long>>> CountAsync(string userId, ImmutableArray<DateTimeOffset> boundaries);

    /// <summary>Tells the latest revision of a post that was ever stored, so that no id is used twice; 0 for a post that is not known.</summary>
    /// <param name="post">The post.</param>
    Task<int> RevisionAsync(PostKey post);

    /// <summary>
    /// Removes what is past its retention (<see cref="TimelineRetention"/>), which no query shows and no append brings back, in steps that hold
    /// nobody up for long. Does nothing where posts are kept for ever, or while another silo sweeps.
    /// </summary>
    /// <param name="cancellationToken">Ends it before its end; what it removed stays removed.</param>
    /// <returns>How many posts were removed.</returns>
    Task<long> SweepAsync(CancellationToken cancellationToken);

    /// <summary>
    /// Erases a user's timeline, whatever the dates in it. The erasure has to be in the <see cref="IErasures"/> before, or an append that
    /// is under way could land after this.
    /// </summary>
    /// <param name="userId">The user.</param>
    Task EraseAsync(string userId);
}
