using System.Collections.Immutable;

namespace Moodstream.Grains.Interfaces.Timelines;

/// <summary>
/// Answers queries about users from within a silo: without a detour where the silo has the store, else by the <see cref="ITimelineShard"/> of a
/// silo that has it.
/// </summary>
public interface ITimelineReader
{
    /// <summary>Reads a user's timeline, newest first; empty for a user never heard of.</summary>
    /// <param name="userId">The user.</param>
    /// <param name="query">What is wanted.</param>
    /// <exception cref="InvalidCursorException">The cursor is not one of this user's.</exception>
    Task<TimelinePage> QueryAsync(string userId, TimelineQuery query);

    /// <inheritdoc cref="ITimelineShard.Count"/>
    Task<ImmutableArray<ImmutableSortedDictionary<string, long>>> CountAsync(string userId, ImmutableArray<DateTimeOffset> boundaries);
}
