using System.ComponentModel;
using Moodstream.Inference.Models;
using Moodstream.Silo.Http;

namespace Moodstream.Silo.Live;

/// <summary><c>GET /api/emotions/trend</c>: the mix of emotions over time.</summary>
internal static class TrendEndpoint
{
    private const int MaxBuckets = 1_440;
    private static readonly TimeSpan DefaultWindow = TimeSpan.FromMinutes(15);

    /// <summary>Adds the endpoint.</summary>
    /// <param name="api">The API.</param>
    public static void MapTrend(this IEndpointRouteBuilder api) =>
        api.MapGet("/emotions/trend", Read)
            .WithName("Trend")
            .WithTags("Live")
            .WithSummary("Counts of emotion events over the last minutes or hours, step by step.")
            .Produces<TrendAnswer>()
            .ProducesProblem(StatusCodes.Status400BadRequest);

    private static IResult Read(
        [Description("Span that ends now, such as 15m, 24h or PT1H; at most 24h, 15m by default.")] string? window,
        [Description("Step, such as 5s, 15s or 1m. It divides the window; whole minutes, or multiples of 5s for windows of up to an hour. A sixtieth of the window by default.")] string? bucket,
        EmotionTrend trend,
        IEmotionModel model)
    {
        if (Duration.Read(window, DefaultWindow) is not { } span || span <= TimeSpan.Zero || span > EmotionTrend.Day)
        {
            return Problems.BadRequest("window must be a duration such as 15m, 24h or PT1H, and at most 24h.");
        }

        var finest = span <= EmotionTrend.Hour ? EmotionTrend.FineStep : EmotionTrend.CoarseStep;
        if (Duration.Read(bucket, span / 60) is not { } step || step <= TimeSpan.Zero || step.Ticks % finest.Ticks != 0
            || span.Ticks % step.Ticks != 0 || span / step > MaxBuckets)
        {
            return Problems.BadRequest(
                $"bucket must divide the window into at most {MaxBuckets} steps, and be a multiple of {finest.TotalSeconds} s for this window.");
        }

        var (buckets, until) = trend.Read(span, step);
        return Results.Ok(new TrendAnswer(
            buckets[0].Start,
            until,
            trend.Since,
            step.TotalSeconds,
            [.. model.Info.Labels.Union(buckets.SelectMany(at => at.Tally.Emotions.Keys), StringComparer.Ordinal)],
            [.. buckets.Select(at => new TrendBucket(
                at.Start,
                at.Tally.Events,
                at.Tally.Posts,
                at.Tally.Provisional,
                at.Tally.Emotions,
                at.Tally.Modalities,
                new LatencyAnswer(at.Tally.Latency.Quantile(0.5), at.Tally.Latency.Quantile(0.99))))]));
    }
}
