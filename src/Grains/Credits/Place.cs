namespace Moodstream.Grains.Credits;

/// <summary>
/// A place in the lines before devices. Work that has a deadline goes before work that has none, the earliest first; among equals, who came
/// first goes first.
/// </summary>
/// <param name="Deadline">When the work is of no use any more; <see cref="DateTimeOffset.MaxValue"/> for never.</param>
/// <param name="Number">Counts the places.</param>
/// <param name="Leaving">Ends the waiting at the place.</param>
internal readonly record struct Place(DateTimeOffset Deadline, long Number, CancellationToken Leaving) : IComparable<Place>
{
    /// <inheritdoc/>
    public int CompareTo(Place other) => (Deadline, Number).CompareTo((other.Deadline, other.Number));
}
