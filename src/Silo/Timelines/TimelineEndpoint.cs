using System.ComponentModel;
using Microsoft.AspNetCore.Http.Extensions;
using Moodstream.Grains.Interfaces.Timelines;
using Moodstream.Silo.Http;
using Moodstream.Silo.Models;

namespace Moodstream.Silo.Timelines;

/// <summary><c>GET /api/users/{userId}/timeline</c>: what a user's posts expressed, newest first.</summary>
internal static class TimelineEndpoint
{
    /// <summary>Adds the endpoint.</summary>
    /// <param name="api">The API.</param>
    public static void MapTimeline(this IEndpointRouteBuilder api) =>
        api.MapGet("/users/{userId}/timeline", ReadAsync)
            .CheckUserId()
            .WithName("Timeline")
            .WithTags("Timelines")
            .WithSummary("A user's emotional timeline, newest first; empty for a user never heard of.")
            .WithDescription(
                "Pages by cursor: the header Link with rel=next, or nextCursor, leads to the next page; the last page has none. As `ndjson` (an "
                + "emotion event a line) or `csv` the whole timeline is answered, however long; ask by `format` or by the header Accept.")
            .Produces<TimelinePage>()
            .ProducesProblem(StatusCodes.Status400BadRequest);

    private static async Task<IResult> ReadAsync(
        [Description("The user.")] string userId,
        [Description("Earliest creation time, inclusive, ISO 8601 with offset.")] OffsetTime? from,
        [Description("Latest creation time, exclusive, ISO 8601 with offset.")] OffsetTime? to,
        [Description("Only this emotion.")] string? emotion,
        [Description("Entries wanted: of a page 1 to 1000, 100 by default; of ndjson and csv at least 1, all by default.")] int? limit,
        [Description("The nextCursor of the page before.")] string? cursor,
        [Description("json, ndjson or csv; by default what the header Accept asks for, application/json, application/x-ndjson or text/csv.")] string? format,
        ITimelineReader timelines,
        KnownLabels labels,
        HttpContext context)
    {
        if (TimelineFormats.Choose(context.Request, format) is not { } chosen)
        {
            return Problems.BadRequest($"format is '{format}'; it must be json, ndjson or csv.");
        }

        context.Response.Headers.Vary = "Accept";
        var isPage = chosen == TimelineFormat.Json;
        if (limit is < 1 || (isPage && limit > TimelineQuery.MaxLimit))
        {
            return Problems.BadRequest($"limit is {limit}; it must be {(isPage ? $"1 to {TimelineQuery.MaxLimit}" : "at least 1")}.");
        }

        if (from?.Value >= to?.Value)
        {
            return Problems.BadRequest("from must be earlier than to.");
        }

        var label = string.IsNullOrEmpty(emotion) ? null : await labels.FindEmotionAsync(emotion, context.RequestAborted);
        var query = new TimelineQuery { From = from?.Value, To = to?.Value, Emotion = label ?? (string.IsNullOrEmpty(emotion) ? null : emotion), Cursor = cursor };
        query = query with { Limit = isPage ? limit ?? query.Limit : Math.Min(limit ?? int.MaxValue, TimelineQuery.MaxLimit) };
        try
        {
            var page = await timelines.QueryAsync(userId, query);
            if (query.Emotion is { } unknown && label is null && page is { Items.IsEmpty: true, NextCursor: null })
            {
                // A model that was here once may have known it: then there are entries.
                return Problems.BadRequest(labels.NoEmotion(unknown));
            }

            if (!isPage)
            {
                return new TimelineExport(page, next => timelines.QueryAsync(userId, query with { Cursor = next }), limit, chosen);
            }

            if (page.NextCursor is { } following)
            {
                context.Response.Headers.Link = $"<{Address(context.Request, following)}>; rel=\"next\"";
            }

            return Results.Ok(page);
        }
        catch (InvalidCursorException exception)
        {
            return Problems.BadRequest(exception.Message);
        }
    }

    /// <summary>The address of the next page: relative, since a proxy may show this server under another name.</summary>
    private static string Address(HttpRequest request, string cursor)
    {
        var query = new QueryBuilder(request.Query.Where(parameter => parameter.Key != "cursor")) { { "cursor", cursor } };
        return request.RawPath() + query;
    }
}
