using Moodstream.Grains.Interfaces.Timelines;

namespace Moodstream.Silo.Clustering;

/// <summary>
/// What Orleans clients outside of the cluster may call: queries of timelines, and what their own connection needs. All else, such as erasing and
/// activating, is for HTTP, where callers have roles. Who calls is what <see cref="GatewayGuard"/> let through.
/// </summary>
/// <param name="logger">Log.</param>
internal sealed partial class OutsideCalls(ILogger<OutsideCalls> logger) : IIncomingGrainCallFilter
{
    /// <summary>The type of clients.</summary>
    public const string ClientType = "sys.client";

    /// <summary>How the names of silos' own clients begin.</summary>
    public const string OfThisCluster = "hosted-";

    /// <summary>By which a client learns what grains there are.</summary>
    private const string Manifest = "Orleans.Runtime.IClusterManifestSystemTarget";

    /// <inheritdoc/>
    public Task Invoke(IIncomingGrainCallContext context)
    {
        ArgumentNullException.ThrowIfNull(context);
        if (context.SourceId is { } caller && caller.Type.ToString() == ClientType
            && caller.Key.ToString()?.StartsWith(OfThisCluster, StringComparison.Ordinal) != true
            && context.InterfaceMethod.DeclaringType is { } called && called != typeof(IUserTimeline) && called.FullName != Manifest)
        {
            LogRefused(called.Name, context.InterfaceMethod.Name);
            throw new UnauthorizedAccessException($"Clients outside of the cluster may not call {called.Name}.");
        }

        return context.Invoke();
    }

    [LoggerMessage(LogLevel.Warning, "A client outside of the cluster was refused {Interface}.{Method}")]
    private partial void LogRefused(string @interface, string method);
}
