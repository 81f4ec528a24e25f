using System.ComponentModel;
using Moodstream.Grains.Interfaces;

namespace Moodstream.Silo;

/// <summary><c>GET /api/users/{userId}/timeline</c>: what a user's posts expressed, newest first.</summary>
internal static class TimelineEndpoint
{
    /// <summary>Adds the endpoint.</summary>
    /// <param name="api">The API.</param>
    public static void MapTimeline(this IEndpointRouteBuilder api) =>
        api.MapGet("/users/{userId}/timeline", ReadAsync)
            .WithName("Timeline")
            .WithTags("Timelines")
            .WithSummary("A user's emotional timeline, newest first; empty for a user never heard of.")
            .Produces<TimelinePage>()
            .ProducesProblem(StatusCodes.Status400BadRequest);

    private static async Task<IResult> ReadAsync(
        [Description("The user.")] string userId,
        [Description("Earliest creation time, inclusive, ISO 8601 with offset.")] DateTimeOffset? from,
        [Description("Latest creation time, exclusive, ISO 8601 with offset.")] DateTimeOffset? to,
        [Description("Only this emotion.")] string? emotion,
        [Description("Entries wanted, 1 to 1000; 100 by default.")] int? limit,
        [Description("The nextCursor of the page before.")] string? cursor,
        IGrainFactory grains)
    {
        var query = new TimelineQuery { From = from, To = to, Emotion = emotion, Cursor = cursor };
        query = query with { Limit = limit ?? query.Limit };
        if (query.Limit is < 1 or > TimelineQuery.MaxLimit)
        {
            return Problems.BadRequest($"limit is {limit}; it must be 1 to {TimelineQuery.MaxLimit}.");
        }

        if (from >= to)
        {
            return Problems.BadRequest("from must be earlier than to.");
        }

        try
        {
            return Results.Json(await grains.GetGrain<IUserTimeline>(userId).Query(query), EmotionJson.Default.TimelinePage);
        }
        catch (InvalidCursorException exception)
        {
            return Problems.BadRequest(exception.Message);
        }
    }
}
