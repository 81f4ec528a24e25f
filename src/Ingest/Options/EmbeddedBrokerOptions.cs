namespace Moodstream.Ingest.Options;

/// <summary>
/// Sizes of the embedded broker's topics; section <c>Kafka:Embedded</c>. The broker keeps 5 MiB per partition in memory
/// and silently drops the oldest beyond that, so a topic's room is 5 MiB times its partitions.
/// </summary>
public sealed class EmbeddedBrokerOptions
{
    /// <summary>What the broker keeps per partition, in bytes.</summary>
    public const int BytesPerPartition = 5 * 1024 * 1024;

    /// <summary>
    /// Partitions of the posts topic, 1 to 1,000. 1,000 posts of 130 kB over 64 partitions by user fill a partition to
    /// 2 MiB on average and, with many users, hardly ever above 4 MiB.
    /// </summary>
    public int PostsPartitions { get; set; } = 64;

    /// <summary>Partitions of the events topic, 1 to 1,000; 16 hold some 90,000 events.</summary>
    public int EventsPartitions { get; set; } = 16;

    /// <summary>Partitions of the dead-letter topic, 1 to 1,000.</summary>
    public int DeadLetterPartitions { get; set; } = 16;
}
