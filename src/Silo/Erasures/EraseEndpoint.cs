using System.ComponentModel;
using Moodstream.Grains.Interfaces.Erasures;
using Moodstream.Silo.Http;
using Moodstream.Silo.Security;

namespace Moodstream.Silo.Erasures;

/// <summary><c>DELETE /api/users/{userId}</c>: erases a user.</summary>
internal static class EraseEndpoint
{
    /// <summary>Adds the endpoint.</summary>
    /// <param name="api">The API.</param>
    public static void MapErase(this IEndpointRouteBuilder api) =>
        api.MapDelete("/users/{userId}", EraseAsync)
            .CheckUserId()
            .WithName("Erase")
            .WithTags("Timelines")
            .WithSummary("Erases everything that is kept of a user, on every silo, and tells the consumers of the topic by a tombstone under the user's key.")
            .WithDescription(
                "Done when it is done. What comes late of posts that were made before is refused; posts made afterwards are welcome. Repeating "
                + "it does no harm, and is what to do where it was interrupted.")
            .Produces(StatusCodes.Status204NoContent)
            .ProducesProblem(StatusCodes.Status400BadRequest);

    private static async Task<IResult> EraseAsync(
        [Description("The user.")] string userId, IGrainFactory grains, Audit audit, HttpContext context, CancellationToken cancellationToken)
    {
        await grains.GetGrain<IUserErasure>(userId).Erase(cancellationToken);
        audit.Erased(context, userId);
        return Results.NoContent();
    }
}
