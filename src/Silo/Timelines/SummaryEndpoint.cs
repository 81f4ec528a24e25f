using System.Collections.Immutable;
using System.ComponentModel;
using System.Security.Cryptography;
using System.Text.Json;
using Microsoft.Extensions.Options;
using Microsoft.Net.Http.Headers;
using Moodstream.Grains.Interfaces.Timelines;
using Moodstream.Silo.Configuration;
using Moodstream.Silo.Http;

namespace Moodstream.Silo.Timelines;

/// <summary><c>GET /api/users/{userId}/summary</c>: a user's emotions through time.</summary>
internal static class SummaryEndpoint
{
    private const string DefaultBucket = "day";
    private const string Utc = "UTC";
    private static readonly TimeSpan DefaultSpan = TimeSpan.FromDays(30);

    /// <summary>Adds the endpoint.</summary>
    /// <param name="api">The API.</param>
    public static void MapSummary(this IEndpointRouteBuilder api) =>
        api.MapGet("/users/{userId}/summary", ReadAsync)
            .CheckUserId()
            .WithName("Summary")
            .WithTags("Timelines")
            .WithSummary("How many posts of a user express what, bucket by bucket.")
            .WithDescription(
                $"At most {Buckets.Max} buckets and {TimelineTooLongException.MaxPosts} posts an answer. Calendar buckets begin where the unit begins "
                + "in the time zone; the first and the last are cut where the span is. The answer has an ETag: send it in If-None-Match, and an "
                + "unchanged summary is answered by 304.")
            .Produces<SummaryAnswer>()
            .Produces(StatusCodes.Status304NotModified)
            .ProducesProblem(StatusCodes.Status400BadRequest)
            .ProducesProblem(StatusCodes.Status422UnprocessableEntity);

    private static async Task<IResult> ReadAsync(
        [Description("The user.")] string userId,
        [Description("Beginning of the span, inclusive, ISO 8601 with offset; 30 days before its end by default.")] OffsetTime? from,
        [Description("End of the span, exclusive, ISO 8601 with offset; now by default.")] OffsetTime? to,
        [Description("hour, day, week or month of the calendar, or a fixed duration such as 15m or 6h; day by default.")] string? bucket,
        [Description("IANA name of the time zone of calendar buckets, such as Europe/Zurich; UTC by default.")] string? timeZone,
        ITimelineReader timelines,
        TimeProvider time,
        IOptions<Microsoft.AspNetCore.Http.Json.JsonOptions> json,
        HttpContext context)
    {
        var end = to?.Value ?? time.GetUtcNow();
        var begin = from?.Value ?? (end > Buckets.Earliest + DefaultSpan ? end - DefaultSpan : Buckets.Earliest);
        if (begin >= end)
        {
            return Problems.BadRequest("from must be earlier than to.");
        }

        if (begin < Buckets.Earliest || end > Buckets.Latest)
        {
            return Problems.BadRequest($"from and to must lie between {Buckets.Earliest:yyyy-MM-dd} and {Buckets.Latest:yyyy-MM-dd}, as the times of posts do.");
        }

        var zones = NodaTime.DateTimeZoneProviders.Tzdb;
        if (zones.Ids.FirstOrDefault(id => id.Equals(timeZone ?? Utc, StringComparison.OrdinalIgnoreCase)) is not { } zone)
        {
            return Problems.BadRequest($"timeZone must be the IANA name of a time zone, such as Europe/Zurich.{Suggestion.For(timeZone!, zones.Ids)}");
        }

        ImmutableArray<DateTimeOffset>? cuts;
        if (EnumNames.Find<CalendarUnit>(bucket ?? DefaultBucket) is { } unit)
        {
            cuts = Buckets.Calendar(begin, end, unit, zones[zone]);
        }
        else if (Duration.Read(bucket, default) is { } length && length >= TimeSpan.FromSeconds(1))
        {
            cuts = Buckets.Fixed(begin, end, length);
        }
        else
        {
            return Problems.BadRequest("bucket must be hour, day, week, month, or a duration of at least a second such as 15m or 6h.");
        }

        if (cuts is not { } boundaries)
        {
            return Problems.BadRequest($"The span holds more than {Buckets.Max} buckets; choose a shorter span or longer buckets.");
        }

        try
        {
            var counts = await timelines.CountAsync(userId, boundaries);
            return Tagged(context, JsonSerializer.SerializeToUtf8Bytes(
                Answer(userId, boundaries, bucket ?? DefaultBucket, zone, counts), json.Value.SerializerOptions));
        }
        catch (TimelineTooLongException exception)
        {
            return Results.Problem(exception.Message, statusCode: StatusCodes.Status422UnprocessableEntity);
        }
    }

    private static SummaryAnswer Answer(
        string userId,
        ImmutableArray<DateTimeOffset> boundaries,
        string bucket,
        string timeZone,
        ImmutableArray<ImmutableSortedDictionary<string, long>> counts)
    {
        var buckets = counts.Select((count, i) => new SummaryBucket(boundaries[i], boundaries[i + 1], count.Values.Sum(), count)).ToImmutableArray();
        var total = counts.SelectMany(count => count)
            .GroupBy(pair => pair.Key, StringComparer.Ordinal)
            .ToImmutableSortedDictionary(group => group.Key, group => group.Sum(pair => pair.Value), StringComparer.Ordinal);
        return new SummaryAnswer(userId, boundaries[0], boundaries[^1], bucket, timeZone, total.Values.Sum(), total, buckets);
    }

    private static IResult Tagged(HttpContext context, byte[] body)
    {
        var tag = new EntityTagHeaderValue($"\"{Convert.ToHexStringLower(SHA256.HashData(body).AsSpan(0, 12))}\"");
        context.Response.GetTypedHeaders().ETag = tag;
        return context.Request.GetTypedHeaders().IfNoneMatch.Any(known => known.Compare(tag, useStrongComparison: false) || known == EntityTagHeaderValue.Any)
            ? Results.StatusCode(StatusCodes.Status304NotModified)
            : Results.Bytes(body, "application/json; charset=utf-8");
    }
}
