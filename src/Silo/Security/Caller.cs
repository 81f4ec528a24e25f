using System.Security.Claims;

namespace Moodstream.Silo.Security;

/// <summary>Whose request it is, for limits and for the audit log.</summary>
internal static class Caller
{
    private const int MaxLength = 100;

    /// <summary>Name of the key or subject of the token; of callers that show neither, their address.</summary>
    /// <param name="context">The request.</param>
    public static string Of(HttpContext context) => Of(context, context.User);

    /// <summary>The same of somebody who is about to become the request's user.</summary>
    /// <param name="context">The request.</param>
    /// <param name="user">Who it is.</param>
    public static string Of(HttpContext context, ClaimsPrincipal user)
    {
        var name = user.Identity is { IsAuthenticated: true, Name: { Length: > 0 } known } ? known : context.Connection.RemoteIpAddress?.ToString() ?? "local";
        return name.Length <= MaxLength ? name : name[..MaxLength];
    }
}
