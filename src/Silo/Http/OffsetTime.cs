using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Text.RegularExpressions;

namespace Moodstream.Silo.Http;

/// <summary>
/// A time in a request, ISO 8601 with an offset: without one nobody could tell which moment is meant.
/// </summary>
/// <param name="Value">The time.</param>
internal readonly partial record struct OffsetTime(DateTimeOffset Value) : IParsable<OffsetTime>
{
    /// <inheritdoc/>
    public static OffsetTime Parse(string s, IFormatProvider? provider) =>
        TryParse(s, provider, out var result) ? result : throw new FormatException("A time is ISO 8601 with an offset.");

    /// <inheritdoc/>
    public static bool TryParse([NotNullWhen(true)] string? s, IFormatProvider? provider, out OffsetTime result)
    {
        // In an address '+' that was not written as %2B arrives as a space.
        var text = s?.Replace(' ', '+');
        if (text is not null && WithOffset().IsMatch(text)
            && DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.None, out var value))
        {
            result = new OffsetTime(value);
            return true;
        }

        result = default;
        return false;
    }

    [GeneratedRegex(@"^\d{4}-\d\d-\d\dT\d\d:\d\d(:\d\d(\.\d{1,7})?)?(Z|[+-]\d\d:\d\d)$", RegexOptions.IgnoreCase)]
    private static partial Regex WithOffset();
}
