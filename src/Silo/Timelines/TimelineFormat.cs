using Moodstream.Silo.Http;

namespace Moodstream.Silo.Timelines;

/// <summary>Forms in which a timeline is answered.</summary>
internal enum TimelineFormat
{
    /// <summary>A page, as one JSON object.</summary>
    Json,

    /// <summary>All entries, one JSON object a line.</summary>
    Ndjson,

    /// <summary>All entries as a table, comma-separated (RFC 4180).</summary>
    Csv,
}

/// <summary>Names of the forms.</summary>
internal static class TimelineFormats
{
    private static readonly (string Type, TimelineFormat Format)[] Types =
        [("application/json", TimelineFormat.Json), ("application/x-ndjson", TimelineFormat.Ndjson), ("text/csv", TimelineFormat.Csv)];

    /// <summary>Chooses the form of an answer.</summary>
    /// <param name="request">The request; what it accepts counts where it names no form.</param>
    /// <param name="name">The form that it names, or null.</param>
    /// <returns>Null where there is no form of that name.</returns>
    public static TimelineFormat? Choose(HttpRequest request, string? name)
    {
        if (!string.IsNullOrEmpty(name))
        {
            return EnumNames.Find<TimelineFormat>(name);
        }

        // Of equal quality the first of ours, so that whoever takes anything gets a page.
        return request.GetTypedHeaders().Accept
            .Where(accepted => accepted.Quality is not 0)
            .OrderByDescending(accepted => accepted.Quality ?? 1)
            .SelectMany(accepted => Types.Where(known => accepted.MediaType.Equals(known.Type, StringComparison.OrdinalIgnoreCase) || accepted.MatchesAllTypes))
            .Select(known => known.Format)
            .FirstOrDefault();
    }

    /// <summary>The media type of a form.</summary>
    /// <param name="format">The form.</param>
    public static string TypeOf(TimelineFormat format) => $"{Types.First(known => known.Format == format).Type}; charset=utf-8";
}
