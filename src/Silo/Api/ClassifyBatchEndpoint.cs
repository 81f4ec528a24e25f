using System.Collections.Immutable;
using Microsoft.Extensions.Options;
using Moodstream.Silo.Configuration.Options;
using Moodstream.Silo.Http;

namespace Moodstream.Silo.Api;

/// <summary><c>POST /api/classify/batch</c>: classifies several posts and stores nothing.</summary>
internal static class ClassifyBatchEndpoint
{
    private const int AtATime = 16;

    /// <summary>Adds the endpoint.</summary>
    /// <param name="api">The API.</param>
    public static void MapClassifyBatch(this IEndpointRouteBuilder api) =>
        api.MapPost("/classify/batch", ClassifyAsync)
            .WithName("ClassifyBatch")
            .WithTags("Posts")
            .WithSummary("Classifies several posts and stores nothing.")
            .WithDescription(
                "At most Http:MaxBatchPosts posts (100 by default) and Http:MaxRequestBytes bytes a request. The results stand in the order of "
                + "the posts; a post that can never be classified fails alone.")
            .Accepts<BatchDocument>("application/json")
            .Produces<BatchAnswer>()
            .ProducesProblem(StatusCodes.Status400BadRequest)
            .ProducesProblem(StatusCodes.Status413PayloadTooLarge)
            .ProducesProblem(StatusCodes.Status415UnsupportedMediaType);

    private static async Task<IResult> ClassifyAsync(
        HttpRequest request,
        RequestBodies bodies,
        PostRequestReader reader,
        RequestClassifier classifier,
        IOptions<HttpOptions> options,
        TimeProvider time,
        CancellationToken cancellationToken)
    {
        PostRequest.RequireJson(request, "Send application/json.");
        var received = time.GetUtcNow();
        var posts = PostBatch.Read(await bodies.ReadAsync(request, cancellationToken), options.Value.MaxBatchPosts, out var count);
        if (count > options.Value.MaxBatchPosts)
        {
            return Results.Problem(
                $"The batch has {count} posts; Http:MaxBatchPosts admits {options.Value.MaxBatchPosts} at a time.",
                statusCode: StatusCodes.Status413PayloadTooLarge);
        }

        var readings = posts.ConvertAll(post => reader.Read(post, mayBeAnonymous: true, received));
        var results = new BatchResult[readings.Count];
        await Parallel.ForAsync(
            0,
            readings.Count,
            new ParallelOptions { MaxDegreeOfParallelism = AtATime, CancellationToken = cancellationToken },
            async (i, ends) =>
            {
                var (answer, failure) = await classifier.ClassifyAsync(readings[i], ends);
                results[i] = new BatchResult(answer, failure is null ? null : new BatchProblem(Problems.TypeOf(failure), failure.Message));
            });
        return Results.Ok(new BatchAnswer([.. results]));
    }
}

/// <summary>Posts to classify.</summary>
/// <param name="Posts">The posts; id, userId and createdAt may be left out of each.</param>
internal sealed record BatchDocument(ImmutableArray<PostDocument> Posts);

/// <summary>What became of a batch.</summary>
/// <param name="Results">One for each post, in order.</param>
internal sealed record BatchAnswer(ImmutableArray<BatchResult> Results);

/// <summary>What became of one post of a batch.</summary>
/// <param name="Classification">What it expresses; null where it can never be classified.</param>
/// <param name="Problem">Why it cannot; null where it was.</param>
internal sealed record BatchResult(ClassificationAnswer? Classification, BatchProblem? Problem);

/// <summary>Why a post can never be classified.</summary>
/// <param name="Type">A stable name for machines, the same as of a post that is sent alone.</param>
/// <param name="Detail">One sentence for people.</param>
internal sealed record BatchProblem(string Type, string Detail);
