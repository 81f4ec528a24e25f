namespace Moodstream.Silo.Security;

/// <summary>Whose request it is, for limits and for the audit log.</summary>
internal static class Caller
{
    private const int MaxLength = 100;

    /// <summary>Name of the key or subject of the token; of callers that show neither, their address.</summary>
    /// <param name="context">The request.</param>
    public static string Of(HttpContext context)
    {
        var name = context.User.Identity is { IsAuthenticated: true, Name: { Length: > 0 } known } ? known : context.Connection.RemoteIpAddress?.ToString() ?? "local";
        return name.Length <= MaxLength ? name : name[..MaxLength];
    }
}
