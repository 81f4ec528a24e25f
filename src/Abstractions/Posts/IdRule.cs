using System.Globalization;
using System.Text;

namespace Moodstream.Abstractions.Posts;

/// <summary>
/// What the id of a user or post may be: whatever a web address can name and a person can tell apart. Whoever takes ids in
/// checks them by it, so that everything that was taken in can be read and erased over HTTP.
/// </summary>
public static class IdRule
{
    /// <summary>Looks for what is wrong with an id; its length is for the settings to limit.</summary>
    /// <param name="id">The id.</param>
    /// <returns>Null where the id is in order.</returns>
    public static IdFault? Check(string id)
    {
        if (id.Length == 0)
        {
            return new IdFault("missing", "is empty");
        }

        // Browsers and servers take these for steps within an address, even when they are escaped.
        if (id is "." or "..")
        {
            return new IdFault("dots", "is '.' or '..', which no web address can name");
        }

        foreach (var rune in id.EnumerateRunes())
        {
            if (Rune.GetUnicodeCategory(rune) is UnicodeCategory.Control or UnicodeCategory.Format or UnicodeCategory.SpaceSeparator
                or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator)
            {
                return new IdFault("characters", "has white space, control or formatting characters");
            }
        }

        return null;
    }
}

/// <summary>What is wrong with an id.</summary>
/// <param name="Type">Stable slug for machines, to be put behind the field's own, such as <c>characters</c>.</param>
/// <param name="Message">What the id is or has, to be put behind its name in a sentence; never quotes it.</param>
public sealed record IdFault(string Type, string Message);
