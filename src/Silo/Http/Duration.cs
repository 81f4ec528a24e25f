using System.Globalization;
using System.Text.RegularExpressions;
using System.Xml;

namespace Moodstream.Silo.Http;

/// <summary>Durations in requests: a number and a unit (<c>30s</c>, <c>15m</c>, <c>24h</c>, <c>7d</c>), or ISO 8601 (<c>PT15M</c>).</summary>
internal static partial class Duration
{
    /// <summary>Reads a duration.</summary>
    /// <param name="text">The text.</param>
    /// <param name="absent">The duration where there is no text.</param>
    /// <returns>Null where the text is no duration.</returns>
    public static TimeSpan? Read(string? text, TimeSpan absent)
    {
        if (string.IsNullOrEmpty(text))
        {
            return absent;
        }

        if (Short().Match(text) is { Success: true } match)
        {
            var number = int.Parse(match.Groups[1].ValueSpan, CultureInfo.InvariantCulture);
            return match.Groups[2].Value switch
            {
                "s" => TimeSpan.FromSeconds(number),
                "m" => TimeSpan.FromMinutes(number),
                "h" => TimeSpan.FromHours(number),
                _ => TimeSpan.FromDays(number),
            };
        }

        try
        {
            return XmlConvert.ToTimeSpan(text.ToUpperInvariant());
        }
        catch (Exception exception) when (exception is FormatException or OverflowException)
        {
            return null;
        }
    }

    [GeneratedRegex("^([0-9]{1,6})([smhd])$")]
    private static partial Regex Short();
}
