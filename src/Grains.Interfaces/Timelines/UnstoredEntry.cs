namespace Moodstream.Grains.Interfaces.Timelines;

/// <summary>An entry that a timeline did not take as it came.</summary>
/// <param name="Index">Its place among the entries that were to be stored, from 0.</param>
/// <param name="Reason">Why.</param>
/// <param name="Json">Where the event was stored before, that event in its public JSON form; null otherwise.</param>
[GenerateSerializer, Immutable, Alias("moodstream.UnstoredEntry")]
public sealed record UnstoredEntry(
    [property: Id(0)] int Index, [property: Id(1)] UnstoredReason Reason, [property: Id(2)] byte[]? Json = null);

/// <summary>Why a timeline did not take an entry as it came.</summary>
[GenerateSerializer, Alias("moodstream.UnstoredReason")]
public enum UnstoredReason
{
    /// <summary>The event is there already: what was promised under its id is what has to be said again.</summary>
    Repeated,

    /// <summary>Its author was erased after the post was made: nothing of it may be said.</summary>
    Erased,

    /// <summary>Another post of the same author has this id, with other content, or came in parts where this one came whole.</summary>
    Conflict,

    /// <summary>The post was made longer ago than timelines keep posts: what was said under its id is not known any more, so nothing may be said.</summary>
    Expired,
}
