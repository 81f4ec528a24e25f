using Orleans.Configuration;

namespace Moodstream.Silo.Clustering;

/// <summary>
/// How fast silos notice that one of them is gone, fit for a stream: before Kafka gives its partitions to others, which are then served by silos
/// that no longer call it. docs/delivery.md tells how these numbers go together.
/// </summary>
internal static class FailureDetection
{
    /// <summary>Time between two signs of life that a silo writes into the table.</summary>
    public static readonly TimeSpan Interval = TimeSpan.FromSeconds(5);

    /// <summary>
    /// How far the clocks of two silos may be apart: a sign of life is stale after three intervals, and up to one old before the next is written.
    /// </summary>
    public static readonly TimeSpan ClockTolerance = 2 * Interval;

    /// <summary>Also the least: a silo is not declared dead for a garbage collection, or for a model that is exchanged.</summary>
    private static readonly TimeSpan Probe = TimeSpan.FromSeconds(1.5);

    private static readonly TimeSpan LongestProbe = TimeSpan.FromSeconds(2);

    /// <summary>Sets the numbers.</summary>
    /// <param name="options">The cluster's membership.</param>
    public static void Configure(ClusterMembershipOptions options)
    {
        options.ProbeTimeout = Probe;
        options.MinProbeTimeout = Probe;
        options.MaxProbeTimeout = LongestProbe;
        options.NumMissedProbesLimit = 3;
        options.TableRefreshTimeout = Interval;
        options.IAmAliveTablePublishTimeout = Interval;
    }
}
