using System.ComponentModel;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Extensions.Options;
using Moodstream.Silo.Configuration.Options;
using Moodstream.Silo.Http;
using Moodstream.Silo.Live;
using Moodstream.Silo.Models;
using Moodstream.Silo.Security;

namespace Moodstream.Silo.Api;

/// <summary><c>GET /api/emotions/stream</c>: the live feed as server-sent events.</summary>
internal static class EmotionStreamEndpoint
{
    /// <summary>Name of the endpoint.</summary>
    public const string Name = "EmotionStream";

    private const int MaxReplay = 200;
    private const int MaxAlso = 16;
    private const int MaxEmotions = 64;

    /// <summary>Adds the endpoint.</summary>
    /// <param name="api">The API.</param>
    public static void MapEmotionStream(this IEndpointRouteBuilder api) =>
        api.MapGet("/emotions/stream", ReadAsync)
            .WithName(Name)
            .WithTags("Live")
            .WithSummary("Emotion events as they are published, by server-sent events.")
            .WithDescription(
                "Types of events: `ready` first; `emotion`, with an emotion event as data; `pulse` every second where it is asked for, with "
                + "counts of all events, and how many matched the filter (`matched`) and were sent (`sent`): above Live:MaxEventsPerSecond a "
                + "random sample is sent; `resync` where events went by unseen, so that whoever keeps count starts anew; `heartbeat` in "
                + "silence. Each has an id; a reader that comes back with it in `Last-Event-ID` gets what it missed, as long as the silo keeps it.")
            .Produces(StatusCodes.Status200OK, contentType: "text/event-stream")
            .ProducesProblem(StatusCodes.Status400BadRequest)
            .ProducesProblem(StatusCodes.Status503ServiceUnavailable);

    private static async Task<IResult> ReadAsync(
        [Description("Only these emotions; repeat it for several.")] string[]? emotion,
        [Description("Only posts that bring this modality, such as text or image.")] string? modality,
        [Description("Only this user.")] string? userId,
        [Description("Least confidence, 0 to 1.")] float? minConfidence,
        [Description("A further filter, as a query of its own such as emotion=joy&minConfidence=0.5; repeat it for several, up to 16. One stream then stands for all: what any of the filters admits is sent, once, and a pulse tells `matched` and `sent` of each in `also`.")] string[]? also,
        [Description("How many of the latest events a new reader gets to begin with, 0 to 200; 0 by default.")] int? replay,
        [Description("Whether to send the counts of every second; false by default.")] bool? pulse,
        [FromHeader(Name = "Last-Event-ID"), Description("Resume after this event.")] string? lastEventId,
        [FromQuery(Name = "lastEventId"), Description("The same, for those who cannot set headers; the header counts first.")] string? lastEventIdQuery,
        FeedReader reader,
        FeedSeats seats,
        KnownLabels labels,
        IOptions<LiveOptions> options,
        TimeProvider time,
        HttpContext context)
    {
        if (replay is < 0 or > MaxReplay)
        {
            return Problems.BadRequest($"replay is {replay}; it must be 0 to {MaxReplay}.");
        }

        if (also?.Length > MaxAlso)
        {
            return Problems.BadRequest($"also is given {also.Length} times; it may be {MaxAlso} times.");
        }

        if (emotion?.Length > MaxEmotions)
        {
            return Problems.BadRequest($"emotion is given {emotion.Length} times; it may be {MaxEmotions} times.");
        }

        var filters = new List<EmotionFilter>();
        foreach (var query in (also ?? []).Select(FilterQuery.Parse).Prepend(new FilterQuery(emotion ?? [], modality, userId, minConfidence ?? 0)))
        {
            if ((query.Fault ?? await query.FaultAsync(labels, context.RequestAborted)) is { } fault)
            {
                return Problems.BadRequest(fault);
            }

            filters.Add(query.Filter);
        }

        var seat = seats.Take(Caller.Of(context), out var refusal);
        if (seat is null)
        {
            context.Response.Headers.RetryAfter = "5";
            return Results.Problem(refusal, statusCode: StatusCodes.Status503ServiceUnavailable);
        }

        context.Response.RegisterForDispose(seat);
        var request = new FeedRequest(filters[0], lastEventId ?? lastEventIdQuery, replay ?? 0, pulse ?? false) { Also = [.. filters.Skip(1)] };
        return new ServerSentEventsResult(reader.ReadAsync(request, Lapse.Of(context, time)), TimeSpan.FromSeconds(options.Value.StallSeconds));
    }
}
