using Confluent.Kafka;
using Moodstream.Ingest.Kafka;
using Moodstream.Ingest.Sending;

namespace Moodstream.Ingest.Redriving;

/// <summary>
/// The post of a dead letter was sent again. That is recorded on the dead-letter topic, by a message without a value whose headers name the
/// post's first place and its new one.
/// </summary>
/// <param name="At">When.</param>
/// <param name="Partition">Where on the posts topic it stands now.</param>
/// <param name="Offset">Its offset there.</param>
public sealed record Redrive(DateTimeOffset At, int Partition, long Offset)
{
    private const string ToPartition = $"{DeadLetterHeaders.Redriven}to-partition";
    private const string ToOffset = $"{DeadLetterHeaders.Redriven}to-offset";

    /// <summary>Writes the record.</summary>
    /// <param name="post">Where the post stood that became a dead letter.</param>
    /// <param name="now">Where it stands now.</param>
    internal static Message<byte[]?, byte[]?> Record(TopicPartitionOffset post, PostPosition now) => new()
    {
        Headers =
        [
            MessageHeaders.Text($"{DeadLetterHeaders.Redriven}topic", post.Topic),
            MessageHeaders.Number($"{DeadLetterHeaders.Redriven}partition", post.Partition.Value),
            MessageHeaders.Number($"{DeadLetterHeaders.Redriven}offset", post.Offset.Value),
            MessageHeaders.Number(ToPartition, now.Partition),
            MessageHeaders.Number(ToOffset, now.Offset),
        ],
    };

    /// <summary>Reads a message of the dead-letter topic.</summary>
    /// <param name="result">The message.</param>
    /// <returns>Null where it is no such record.</returns>
    internal static (TopicPartitionOffset Post, Redrive Redrive)? Read(ConsumeResult<byte[]?, byte[]?> result)
    {
        var headers = result.Message.Headers;
        return headers.FindPlace(DeadLetterHeaders.Redriven) is { } post
            && headers.FindNumber(ToPartition) is { } partition and <= int.MaxValue
            && headers.FindNumber(ToOffset) is { } offset
                ? (post, new Redrive(result.Message.Timestamp.UtcDateTime, (int)partition, offset))
                : null;
    }
}
