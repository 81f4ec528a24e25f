using Moodstream.Silo.Http;

namespace Moodstream.Silo.Api;

/// <summary><c>POST /api/classify</c>: classifies a post and stores nothing.</summary>
internal static class ClassifyEndpoint
{
    /// <summary>Adds the endpoint.</summary>
    /// <param name="api">The API.</param>
    public static void MapClassify(this IEndpointRouteBuilder api) =>
        api.MapPost("/classify", ClassifyAsync)
            .WithName("Classify")
            .WithTags("Posts")
            .WithSummary("Classifies a post and stores nothing.")
            .WithDescription("The post comes in JSON as the post contract, or as a form with text and a picture file `image`; id, userId and createdAt may be left out.")
            .Accepts<PostDocument>(PostRequest.ContentTypes[0], [.. PostRequest.ContentTypes.Skip(1)])
            .Produces<ClassificationAnswer>()
            .ProducesProblem(StatusCodes.Status400BadRequest)
            .ProducesProblem(StatusCodes.Status413PayloadTooLarge)
            .ProducesProblem(StatusCodes.Status415UnsupportedMediaType)
            .ProducesProblem(StatusCodes.Status422UnprocessableEntity);

    private static async Task<IResult> ClassifyAsync(
        HttpRequest request, PostRequestReader reader, RequestClassifier classifier, CancellationToken cancellationToken)
    {
        var (answer, failure) = await classifier.ClassifyAsync(await reader.ReadAsync(request, mayBeAnonymous: true, cancellationToken), cancellationToken);
        return failure is null ? Results.Ok(answer) : Problems.NoPost(failure);
    }
}
