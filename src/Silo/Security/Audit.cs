using System.Security.Cryptography;
using System.Text;

namespace Moodstream.Silo.Security;

/// <summary>
/// The audit log, category <c>Moodstream.Audit</c>: who erased, who activated, who sent dead letters again, and who was refused what. Users' ids are not in it: an erasure
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

    [LoggerMessage(LogLevel.Information, "{Caller} erased the user whose id has the SHA-256 {Digest}…")]
    private partial void LogErased(string caller, string digest);

    [LoggerMessage(LogLevel.Information, "{Caller} asked for the model {Model}: {Status}")]
    private partial void LogActivated(string caller, string model, int status);

    [LoggerMessage(LogLevel.Information, "{Caller} sent the posts of {Posts} dead letters again")]
    private partial void LogRedriven(string caller, long posts);

    [LoggerMessage(LogLevel.Warning, "{Caller} was refused {Method} {Endpoint}: {Status}, {Reason}")]
    private partial void LogRefused(string caller, string method, string endpoint, int status, string reason);
}
