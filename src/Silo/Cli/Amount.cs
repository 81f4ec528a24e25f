using System.Globalization;

namespace Moodstream.Silo.Cli;

/// <summary>Numbers of things in messages.</summary>
internal static class Amount
{
    /// <summary>A number with its word: 1 post, 2 posts.</summary>
    /// <param name="number">The number.</param>
    /// <param name="one">The word for one; that for more has an s.</param>
    public static string Of(long number, string one) => string.Create(CultureInfo.InvariantCulture, $"{number} {one}{(number == 1 ? "" : "s")}");
}
