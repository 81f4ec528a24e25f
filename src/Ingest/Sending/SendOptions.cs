namespace Moodstream.Ingest.Sending;

/// <summary>How posts are sent.</summary>
public sealed record SendOptions
{
    /// <summary>Posts per second; null for as fast as the server and the pacing allow.</summary>
    public double? PostsPerSecond { get; init; }

    /// <summary>What happens to lines without a user id.</summary>
    public BadLineHandling BadLines { get; init; } = BadLineHandling.Skip;

    /// <summary>Whether to wait for the consumer group.</summary>
    public SendPacing Pacing { get; init; } = SendPacing.Auto;

    /// <summary>
    /// Where posts are paced: bytes that a partition may hold which the group has not committed yet. A post larger than
    /// that is sent when its partition holds none. The embedded broker has room for two such senders at a time.
    /// </summary>
    public long MaxOutstandingBytes { get; init; } = 2 * 1024 * 1024;

    /// <summary>Where posts are paced: how long the group may commit nothing before sending fails; null for ever.</summary>
    public TimeSpan? StallTimeout { get; init; } = TimeSpan.FromMinutes(2);
}
