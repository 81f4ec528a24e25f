using System.ComponentModel;
using Microsoft.AspNetCore.Mvc;

namespace Moodstream.Silo;

/// <summary><c>GET /api/emotions/stream</c>: the live feed as server-sent events.</summary>
internal static class EmotionStreamEndpoint
{
    /// <summary>Adds the endpoint.</summary>
    /// <param name="api">The API.</param>
    public static void MapEmotionStream(this IEndpointRouteBuilder api) =>
        api.MapGet("/emotions/stream", Read)
            .WithName("EmotionStream")
            .WithTags("Live")
            .WithSummary("Emotion events as they are published, by server-sent events: ready, emotion, resync where events were missed, heartbeat.")
            .Produces(StatusCodes.Status200OK, contentType: "text/event-stream")
            .ProducesProblem(StatusCodes.Status400BadRequest)
            .ProducesProblem(StatusCodes.Status503ServiceUnavailable);

    private static IResult Read(
        [Description("Only these emotions; repeat it for several.")] string[]? emotion,
        [Description("Only this user.")] string? userId,
        [Description("Least confidence, 0 to 1.")] float? minConfidence,
        [FromHeader(Name = "Last-Event-ID"), Description("Resume after this event.")] string? lastEventId,
        FeedReader reader,
        FeedSeats seats,
        HttpContext context)
    {
        if (minConfidence is < 0 or > 1 or float.NaN)
        {
            return Problems.BadRequest("minConfidence must be 0 to 1.");
        }

        var seat = seats.Take();
        if (seat is null)
        {
            context.Response.Headers.RetryAfter = "5";
            return Results.Problem(
                "As many readers as Live:MaxReaders admits are here already.", statusCode: StatusCodes.Status503ServiceUnavailable);
        }

        context.Response.RegisterForDispose(seat);
        var filter = new EmotionFilter(emotion ?? [], userId, minConfidence ?? 0);
        return TypedResults.ServerSentEvents(reader.ReadAsync(filter, lastEventId, context.RequestAborted));
    }
}
