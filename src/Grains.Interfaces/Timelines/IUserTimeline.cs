using System.Collections.Immutable;

namespace Moodstream.Grains.Interfaces.Timelines;

/// <summary>Answers queries about one user; its key is the user id.</summary>
[Alias("moodstream.IUserTimeline")]
public interface IUserTimeline : IGrainWithStringKey
{
    /// <summary>Reads the user's timeline, newest first; empty for a user never heard of.</summary>
    /// <param name="query">What is wanted.</param>
    /// <exception cref="InvalidCursorException">The cursor is not one of this user's.</exception>
    [Alias("Query")]
    Task<TimelinePage> Query(TimelineQuery query);

    /// <inheritdoc cref="ITimelineShard.Count"/>
    [Alias("Count")]
    Task<ImmutableArray<ImmutableSortedDictionary<string, long>>> Count(ImmutableArray<DateTimeOffset> boundaries);
}
