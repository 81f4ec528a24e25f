namespace Moodstream.Silo.Startup;

/// <summary>
/// A start that fails is told once, by its one line on standard error (a defect by its stack trace), and so is one that waits for members of
/// the cluster that do not answer: until the program runs, the loggers that would tell it again and again are quiet.
/// </summary>
internal sealed class StartupQuiet
{
    private static readonly string[] Categories =
    [
        "Microsoft.Extensions.Hosting.Internal.Host",
        "Orleans.Runtime.GrainDirectory.ClientDirectory",
        "Orleans.Runtime.GrainDirectory.GrainDirectoryHandoffManager",
        "Orleans.Runtime.MembershipService.MembershipAgent",
        "Orleans.Runtime.MembershipService.MembershipSystemTarget",
        "Orleans.Runtime.MembershipService.MembershipTableManager",
        "Orleans.Runtime.MembershipService.SiloMetadata.SiloMetadataCache",
        "Orleans.Runtime.Messaging.ConnectionManager",
        "Orleans.Runtime.Metadata.ClusterManifestProvider",
        "Orleans.Runtime.Silo",
        "Orleans.Runtime.SiloLifecycleSubject",
    ];

    private volatile bool _hasEnded;

    /// <summary>Begins to keep them quiet.</summary>
    /// <param name="logging">The log.</param>
    public StartupQuiet(ILoggingBuilder logging)
    {
        foreach (var category in Categories)
        {
            logging.AddFilter(category, level => _hasEnded && level >= LogLevel.Warning);
        }
    }

    /// <summary>Lets them speak.</summary>
    public void End() => _hasEnded = true;
}
