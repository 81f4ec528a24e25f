using System.Diagnostics.CodeAnalysis;
using System.Text.RegularExpressions;

namespace Moodstream.Silo.Privacy;

/// <summary>
/// Takes the ids of users and posts out of what the platform tells: addresses of requests, and keys of grains. Our own messages have none.
/// </summary>
internal static partial class Nameless
{
    private const string Instead = "…";

    /// <summary>A text without ids.</summary>
    /// <param name="text">The text.</param>
    /// <returns>The same string where there are none.</returns>
    [return: NotNullIfNotNull(nameof(text))]
    public static string? Of(string? text) => text is null ? null : Ids().Replace(text, Instead);

    /// <summary>A value without ids: itself where its text has none.</summary>
    /// <param name="value">The value.</param>
    public static object? Of(object? value) =>
        value is null or int or long or bool or double or Enum || value.ToString() is not { } text || Of(text) is var nameless && ReferenceEquals(nameless, text) ? value : nameless;

    /// <summary>
    /// What follows the path of a user's resources, the parameter of a query that names a user or holds a place in a timeline, or the type of a grain
    /// whose key is a user or a post. An id may hold any character but white space; in a query <c>&amp;</c> is escaped.
    /// </summary>
    [GeneratedRegex(
        @"(?<=/api/users/|\b(usertimeline|usererasure|post)/)\S+|(?<=\b(userId|cursor)(=|%3D))[^\s&]+", RegexOptions.IgnoreCase | RegexOptions.ExplicitCapture)]
    private static partial Regex Ids();
}
