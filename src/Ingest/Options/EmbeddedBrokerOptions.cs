using System.ComponentModel.DataAnnotations;

namespace Moodstream.Ingest.Options;

/// <summary>
/// Sizes of the embedded broker's topics. The broker keeps 5 MiB per partition in memory and silently drops the oldest
/// beyond that, so a topic's room is 5 MiB times its partitions.
/// </summary>
public sealed class EmbeddedBrokerOptions
{
    /// <summary>What the broker keeps per partition, in bytes.</summary>
    public const int BytesPerPartition = 5 * 1024 * 1024;

    /// <summary>Partitions of the embedded broker's posts topic, each of which holds 5 MiB and drops the oldest beyond.</summary>
    /// <remarks>
    /// 1,000 posts of 130 kB over 64 partitions by user fill a partition to 2 MiB on average and, with many users, hardly
    /// ever above 4 MiB.
    /// </remarks>
    [Range(1, 1_000)]
    public int PostsPartitions { get; set; } = 64;

    /// <summary>Partitions of the embedded broker's events topic; 16 hold some 90,000 events.</summary>
    [Range(1, 1_000)]
    public int EventsPartitions { get; set; } = 16;

    /// <summary>Partitions of the embedded broker's dead-letter topic.</summary>
    [Range(1, 1_000)]
    public int DeadLetterPartitions { get; set; } = 16;
}
