using System.Security.Claims;
using System.Security.Cryptography;
using System.Text;

namespace Moodstream.Silo.Security;

/// <summary>
/// The audit log, category <c>Moodstream.Audit</c>: who erased, who activated, who sent dead letters again, who signed in and out,
/// and who was refused what. Users' ids are not in it: an erasure
/// names its user by a digest, so that whoever knows the id can find it.
/// </summary>
/// <param name="loggers">Where it goes.</param>
internal sealed partial class Audit(ILoggerFactory loggers)
{
    private const int DigestBytes = 8;

    private readonly ILogger _logger = loggers.CreateLogger("Moodstream.Audit");

    /// <summary>A user was erased.</summary>
    /// <param name="context">By whom.</param>
    /// <param name="userId">The user.</param>
    public void Erased(HttpContext context, string userId) =>
        LogErased(Caller.Of(context), Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(userId)).AsSpan(0, DigestBytes)));

    /// <summary>A model was asked for.</summary>
    /// <param name="context">By whom.</param>
    /// <param name="model">The model.</param>
    /// <param name="status">What was answered, an HTTP status.</param>
    public void Activated(HttpContext context, string model, int status) => LogActivated(Caller.Of(context), model, status);

    /// <summary>Posts of dead letters were sent again.</summary>
    /// <param name="context">By whom.</param>
    /// <param name="posts">How many.</param>
    public void Redriven(HttpContext context, long posts) => LogRedriven(Caller.Of(context), posts);

    /// <summary>A request was refused.</summary>
    /// <param name="context">The request.</param>
    /// <param name="status">What was answered, an HTTP status.</param>
    /// <param name="reason">Why.</param>
    public void Refused(HttpContext context, int status, string reason) =>
        LogRefused(Caller.Of(context), context.Request.Method, (context.GetEndpoint() as RouteEndpoint)?.RoutePattern.RawText ?? "no endpoint", status, reason);

    /// <summary>Somebody signed in to the dashboard.</summary>
    /// <param name="context">The request.</param>
    /// <param name="user">Who.</param>
    public void SignedIn(HttpContext context, ClaimsPrincipal user) => LogSignedIn(Caller.Of(context, user));

    /// <summary>Somebody signed out.</summary>
    /// <param name="context">By whom.</param>
    public void SignedOut(HttpContext context) => LogSignedOut(Caller.Of(context));

    /// <summary>A sign-in ended without anybody signed in.</summary>
    /// <param name="context">The request.</param>
    /// <param name="reason">Why; nothing that the request or the provider wrote.</param>
    public void SignInFailed(HttpContext context, string reason) => LogSignInFailed(Caller.Of(context), reason);

    [LoggerMessage(LogLevel.Information, "{Caller} signed in to the dashboard")]
    private partial void LogSignedIn(string caller);

    [LoggerMessage(LogLevel.Information, "{Caller} signed out of the dashboard")]
    private partial void LogSignedOut(string caller);

    [LoggerMessage(LogLevel.Warning, "{Caller} was not signed in to the dashboard: {Reason}")]
    private partial void LogSignInFailed(string caller, string reason);

    [LoggerMessage(LogLevel.Information, "{Caller} erased the user whose id has the SHA-256 {Digest}…")]
    private partial void LogErased(string caller, string digest);

    [LoggerMessage(LogLevel.Information, "{Caller} asked for the model {Model}: {Status}")]
    private partial void LogActivated(string caller, string model, int status);

    [LoggerMessage(LogLevel.Information, "{Caller} sent the posts of {Posts} dead letters again")]
    private partial void LogRedriven(string caller, long posts);

    [LoggerMessage(LogLevel.Warning, "{Caller} was refused {Method} {Endpoint}: {Status}, {Reason}")]
    private partial void LogRefused(string caller, string method, string endpoint, int status, string reason);
}
