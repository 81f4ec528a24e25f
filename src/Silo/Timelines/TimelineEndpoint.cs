using System.ComponentModel;
using Microsoft.AspNetCore.Http.Extensions;
using Moodstream.Grains.Interfaces.Timelines;
using Moodstream.Silo.Http;

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
            .WithDescription("Pages by cursor: the header Link with rel=next, or nextCursor, leads to the next page; the last page has none.")
            .Produces<TimelinePage>()
            .ProducesProblem(StatusCodes.Status400BadRequest);

    private static async Task<IResult> ReadAsync(
        [Description("The user.")] string userId,
        [Description("Earliest creation time, inclusive, ISO 8601 with offset.")] OffsetTime? from,
        [Description("Latest creation time, exclusive, ISO 8601 with offset.")] OffsetTime? to,
        [Description("Only this emotion.")] string? emotion,
        [Description("Entries wanted, 1 to 1000; 100 by default.")] int? limit,
        [Description("The nextCursor of the page before.")] string? cursor,
        IGrainFactory grains,
        HttpContext context)
    {
        var query = new TimelineQuery { From = from?.Value, To = to?.Value, Emotion = emotion, Cursor = cursor };
        query = query with { Limit = limit ?? query.Limit };
        if (query.Limit is < 1 or > TimelineQuery.MaxLimit)
        {
            return Problems.BadRequest($"limit is {limit}; it must be 1 to {TimelineQuery.MaxLimit}.");
        }

        if (query.From >= query.To)
        {
            return Problems.BadRequest("from must be earlier than to.");
        }

        try
        {
            var page = await grains.GetGrain<IUserTimeline>(userId).Query(query);
            if (page.NextCursor is { } next)
            {
                context.Response.Headers.Link = $"<{Address(context.Request, next)}>; rel=\"next\"";
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
