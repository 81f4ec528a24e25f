using System.ComponentModel;
using Moodstream.Ingest.Kafka;
using Moodstream.Ingest.Redriving;
using Moodstream.Silo.Http;
using Moodstream.Silo.Security;

namespace Moodstream.Silo.DeadLetters;

/// <summary><c>GET /api/deadletters</c> and <c>POST /api/deadletters/redrive</c>.</summary>
internal static class DeadLettersEndpoints
{
    private const int DefaultLimit = 100;
    private const int MaxLimit = 1_000;
    private const string RetryAfter = "5";

    /// <summary>One reading of the topic at a time: it may be long, and is as much work for the server as for this silo.</summary>
    private static readonly SemaphoreSlim Turn = new(1);

    /// <summary>Adds the endpoints.</summary>
    /// <param name="api">The API.</param>
    public static void MapDeadLetters(this IEndpointRouteBuilder api)
    {
        api.MapGet("/deadletters", ListAsync)
            .WithName("DeadLetters")
            .WithTags("Dead letters")
            .WithSummary("Lists dead letters by partition and offset, without what the posts say.")
            .Produces<DeadLettersAnswer>()
            .ProducesProblem(StatusCodes.Status400BadRequest)
            .ProducesProblem(StatusCodes.Status503ServiceUnavailable);
        api.MapPost("/deadletters/redrive", RedriveAsync)
            .WithName("RedriveDeadLetters")
            .WithTags("Dead letters")
            .WithSummary("Sends the posts of dead letters to the posts topic again, as they came.")
            .WithDescription(
                "With a header that counts how often. Each is recorded, so that a repetition leaves out what was sent before; a request that is "
                + "given up has sent and recorded a part. Name at least one filter, or all=true.")
            .Produces<RedriveReport>()
            .ProducesProblem(StatusCodes.Status400BadRequest)
            .ProducesProblem(StatusCodes.Status503ServiceUnavailable);
    }

    private static async Task<IResult> ListAsync(
        [Description("Type of the failure, such as created-at-invalid.")] string? type,
        [Description("The post's key, its user.")] string? userId,
        [Description("Partition of the dead-letter topic.")] int? partition,
        [Description("First offset there.")] long? fromOffset,
        [Description("Last offset there.")] long? toOffset,
        [Description("Earliest time of the post on Kafka, ISO 8601 with an offset.")] OffsetTime? from,
        [Description("The time from which on the post's time is too late.")] OffsetTime? to,
        [Description("Most letters in the answer, 1 to 1000; 100 by default. It tells how many there are beside.")] int? limit,
        DeadLetterBox box,
        HttpContext context,
        CancellationToken cancellationToken)
    {
        if (limit is < 1 or > MaxLimit)
        {
            return Problems.BadRequest($"limit must be a number from 1 to {MaxLimit}.");
        }

        var filter = FilterOf(type, userId, partition, fromOffset, toOffset, from, to);
        return await InTurnAsync(context, async () => Results.Ok(DeadLettersAnswer.Of(await box.ListAsync(filter, limit ?? DefaultLimit, cancellationToken))));
    }

    private static async Task<IResult> RedriveAsync(
        [Description("Type of the failure, such as created-at-invalid.")] string? type,
        [Description("The post's key, its user.")] string? userId,
        [Description("Partition of the dead-letter topic.")] int? partition,
        [Description("First offset there.")] long? fromOffset,
        [Description("Last offset there.")] long? toOffset,
        [Description("Earliest time of the post on Kafka, ISO 8601 with an offset.")] OffsetTime? from,
        [Description("The time from which on the post's time is too late.")] OffsetTime? to,
        [Description("Whether every dead letter is meant, where there is no filter.")] bool? all,
        [Description("Whether also those whose posts were sent again before.")] bool? again,
        [Description("Whether to count only.")] bool? dryRun,
        DeadLetterBox box,
        Audit audit,
        HttpContext context,
        CancellationToken cancellationToken)
    {
        var filter = FilterOf(type, userId, partition, fromOffset, toOffset, from, to);
        if (filter.IsEmpty != (all ?? false))
        {
            return Problems.BadRequest(filter.IsEmpty ? "Name a filter, or all=true to send every dead letter's post again." : "Name filters or all=true, not both.");
        }

        return await InTurnAsync(context, async () =>
        {
            try
            {
                var report = await box.RedriveAsync(filter, again ?? false, dryRun ?? false, cancellationToken);
                if (dryRun is not true)
                {
                    audit.Redriven(context, report.Sent);
                }

                return Results.Ok(report);
            }
            catch (RedriveStoppedException exception)
            {
                audit.Redriven(context, exception.Sent);
                return Results.Problem(exception.Message, statusCode: StatusCodes.Status503ServiceUnavailable);
            }
        });
    }

    private static async Task<IResult> InTurnAsync(HttpContext context, Func<Task<IResult>> work)
    {
        if (!await Turn.WaitAsync(TimeSpan.Zero))
        {
            context.Response.Headers.RetryAfter = RetryAfter;
            return Results.Problem("Somebody else reads the dead letters just now; try again in a moment.", statusCode: StatusCodes.Status503ServiceUnavailable);
        }

        try
        {
            return await work();
        }
        catch (KafkaUnreachableException exception)
        {
            return Results.Problem(exception.Message, statusCode: StatusCodes.Status503ServiceUnavailable);
        }
        finally
        {
            Turn.Release();
        }
    }

    private static DeadLetterFilter FilterOf(
        string? type, string? userId, int? partition, long? fromOffset, long? toOffset, OffsetTime? from, OffsetTime? to) => new()
        {
            Type = type,
            UserId = userId,
            Partition = partition,
            FromOffset = fromOffset,
            ToOffset = toOffset,
            From = from?.Value,
            To = to?.Value,
        };
}
