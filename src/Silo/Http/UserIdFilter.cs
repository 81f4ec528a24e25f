using Moodstream.Abstractions.Posts;

namespace Moodstream.Silo.Http;

/// <summary>Refuses addresses whose <c>userId</c> no post can have.</summary>
internal static class UserIdFilter
{
    /// <summary>Answers 400 where the route value <c>userId</c> breaks <see cref="IdRule"/>.</summary>
    /// <param name="endpoint">An endpoint with that route value.</param>
    public static RouteHandlerBuilder CheckUserId(this RouteHandlerBuilder endpoint) =>
        endpoint.AddEndpointFilter(async (context, next) =>
            IdRule.Check(context.HttpContext.Request.RouteValues["userId"] as string ?? string.Empty) is { } fault
                ? Problems.BadRequest($"userId {fault.Message}; no post has such a user.")
                : await next(context));
}
