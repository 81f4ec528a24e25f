using System.ComponentModel;
using Moodstream.Silo.Live;

namespace Moodstream.Silo.Api;

/// <summary><c>GET /api/emotions/pictures/{position}</c>: the small picture of a post in the live feed.</summary>
internal static class PictureEndpoint
{
    /// <summary>Adds the endpoint.</summary>
    /// <param name="api">The API.</param>
    public static void MapPictures(this IEndpointRouteBuilder api) =>
        api.MapGet("/emotions/pictures/{position}", Read)
            .WithName("Picture")
            .WithTags("Live")
            .WithSummary("The small picture of a post in the live feed, as long as the feed keeps it; only where Live:ShowPictures is set.")
            .Produces(StatusCodes.Status200OK, contentType: "image/jpeg")
            .ProducesProblem(StatusCodes.Status404NotFound);

    private static IResult Read([Description("Id of the event in the live feed.")] string position, EmotionFeed feed, HttpContext context)
    {
        if (!FeedPosition.TryParse(position, out var wanted) || wanted.Epoch != feed.Epoch
            || feed.Read(wanted.Sequence, wanted.Sequence + 1).Entries is not [{ Preview.Picture: { IsDefaultOrEmpty: false } picture }])
        {
            return Results.Problem("The live feed holds no such picture.", statusCode: StatusCodes.Status404NotFound);
        }

        // No copy outlives the feed's own, which an erasure removes.
        context.Response.Headers.CacheControl = "private, no-store";
        return Results.Bytes(picture.ToArray(), "image/jpeg");
    }
}
