using Moodstream.Ingest.Kafka;
using Moodstream.Ingest.Sending;
using Moodstream.Silo.Http;

namespace Moodstream.Silo.Api;

/// <summary><c>POST /api/posts</c>: publishes a post to Kafka, where it takes the way of every other.</summary>
internal static class PostsEndpoint
{
    /// <summary>Adds the endpoint.</summary>
    /// <param name="api">The API.</param>
    public static void MapPosts(this IEndpointRouteBuilder api) =>
        api.MapPost("/posts", PublishAsync)
            .WithName("Publish")
            .WithTags("Posts")
            .WithSummary("Publishes a post to Kafka.")
            .WithDescription("The post comes in JSON as the post contract, or as a form with a picture file `image`; id and createdAt may be left out.")
            .Accepts<PostDocument>(PostRequest.ContentTypes[0], [.. PostRequest.ContentTypes.Skip(1)])
            .Produces<AcceptedPost>(StatusCodes.Status202Accepted)
            .ProducesProblem(StatusCodes.Status400BadRequest)
            .ProducesProblem(StatusCodes.Status413PayloadTooLarge)
            .ProducesProblem(StatusCodes.Status415UnsupportedMediaType)
            .ProducesProblem(StatusCodes.Status422UnprocessableEntity)
            .ProducesProblem(StatusCodes.Status503ServiceUnavailable);

    private static async Task<IResult> PublishAsync(
        HttpRequest request, PostRequestReader reader, PostOutlet outlet, CancellationToken cancellationToken)
    {
        var reading = await reader.ReadAsync(request, mayBeAnonymous: false, cancellationToken);
        if (reading.Post is not { } post)
        {
            return Problems.NoPost(reading.Failure!);
        }

        try
        {
            var position = await outlet.SendAsync(post.UserId, reading.Json, cancellationToken);
            return Results.Accepted(
                $"/api/users/{Uri.EscapeDataString(post.UserId)}/timeline", new AcceptedPost(post.Id, post.UserId, position.Partition, position.Offset));
        }
        catch (Exception exception) when (exception is IOException or KafkaUnreachableException or SendStalledException)
        {
            return Results.Problem(exception.Message, statusCode: StatusCodes.Status503ServiceUnavailable);
        }
    }
}

/// <summary>A post that stands on Kafka.</summary>
/// <param name="Id">The post; made up where the sender left it out.</param>
/// <param name="UserId">Its author.</param>
/// <param name="Partition">Partition of the posts topic.</param>
/// <param name="Offset">Its offset there.</param>
internal sealed record AcceptedPost(string Id, string UserId, int Partition, long Offset);
