using System.Collections.Immutable;

namespace Moodstream.Ingest.Status;

/// <summary>What ingest is doing at one moment, as <c>/api/status</c> shows it. Counts are since this process started.</summary>
public sealed record IngestStatus
{
    /// <summary>What the consumer is doing.</summary>
    public required IngestState State { get; init; }

    /// <summary>The Kafka server.</summary>
    public required string BootstrapServers { get; init; }

    /// <summary>Whether it is the broker in this process.</summary>
    public required bool IsEmbedded { get; init; }

    /// <summary>The consumer group.</summary>
    public required string GroupId { get; init; }

    /// <summary>Topic that posts come in on.</summary>
    public required string PostsTopic { get; init; }

    /// <summary>Topic that events go out on.</summary>
    public required string EventsTopic { get; init; }

    /// <summary>Topic for posts that can never be classified.</summary>
    public required string DeadLetterTopic { get; init; }

    /// <summary>Messages read.</summary>
    public required long Consumed { get; init; }

    /// <summary>Events whose delivery the server confirmed.</summary>
    public required long Published { get; init; }

    /// <summary>Parts whose content is in an event that another part carries.</summary>
    public required long Absorbed { get; init; }

    /// <summary>Dead letters by type of failure.</summary>
    public required ImmutableSortedDictionary<string, long> DeadLetters { get; init; }

    /// <summary>Failed calls that were repeated.</summary>
    public required long Retries { get; init; }

    /// <summary>Calls that failed and are being repeated now.</summary>
    public required int RetryingNow { get; init; }

    /// <summary>The latest error, in one line without post content; null where there was none.</summary>
    public required string? LastError { get; init; }

    /// <summary>When it happened, in UTC.</summary>
    public required DateTimeOffset? LastErrorAt { get; init; }

    /// <summary>Gaps: offsets that the server dropped before they were read, each a post that nobody classifies.</summary>
    public required long Gaps { get; init; }

    /// <summary>Messages read per second, over the last ten seconds.</summary>
    public required double ConsumedPerSecond { get; init; }

    /// <summary>Events published per second, over the last ten seconds.</summary>
    public required double PublishedPerSecond { get; init; }

    /// <summary>Posts waiting or at work.</summary>
    public required long InFlightPosts { get; init; }

    /// <summary>Their memory, roughly, in bytes.</summary>
    public required long InFlightBytes { get; init; }

    /// <summary>Messages of this silo's partitions that are not committed yet; null while it has none or an end is unknown.</summary>
    public long? Lag => Partitions.IsEmpty || Partitions.Any(static p => p.Lag is null) ? null : Partitions.Sum(static p => p.Lag);

    /// <summary>The partitions that this silo serves, in order.</summary>
    public required ImmutableArray<PartitionStatus> Partitions { get; init; }
}
