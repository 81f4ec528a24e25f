using Confluent.Kafka;

namespace Moodstream.Ingest.Kafka;

/// <summary>A stretch of a partition.</summary>
/// <param name="Partition">The partition.</param>
/// <param name="From">Its first offset.</param>
/// <param name="To">The offset after its last.</param>
internal readonly record struct Stretch(TopicPartition Partition, long From, long To)
{
    /// <summary>Offsets in it.</summary>
    public long Length => To - From;
}
