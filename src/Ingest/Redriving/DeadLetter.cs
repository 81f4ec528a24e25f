using System.Collections.Immutable;
using System.Text;
using Confluent.Kafka;
using Moodstream.Ingest.Kafka;

namespace Moodstream.Ingest.Redriving;

/// <summary>What is known of a dead letter without reading its post.</summary>
public sealed record DeadLetter
{
    /// <summary>Its partition of the dead-letter topic.</summary>
    public required int Partition { get; init; }

    /// <summary>Its offset there.</summary>
    public required long Offset { get; init; }

    /// <summary>The post's time on Kafka; null where it had none.</summary>
    public required DateTimeOffset? At { get; init; }

    /// <summary>Type of the failure, a slug.</summary>
    public required string Type { get; init; }

    /// <summary>What failed, in a sentence.</summary>
    public required string Message { get; init; }

    /// <summary>The topic that the post came on; null where the letter does not say.</summary>
    public required string? PostTopic { get; init; }

    /// <summary>The post's partition there.</summary>
    public required int? PostPartition { get; init; }

    /// <summary>The post's offset there.</summary>
    public required long? PostOffset { get; init; }

    /// <summary>The post's key, which is its user by contract; null where it had none.</summary>
    public required string? UserId { get; init; }

    /// <summary>Bytes of the post as it came.</summary>
    public required long ValueBytes { get; init; }

    /// <summary>What of the post is not in the letter, since it was too large for the topic; null for nothing.</summary>
    public required string? Omitted { get; init; }

    /// <summary>Names of the post's own headers.</summary>
    public required ImmutableArray<string> Headers { get; init; }

    /// <summary>How often the post had been sent again before it failed this time.</summary>
    public required long EarlierRedrives { get; init; }

    /// <summary>When its post was sent again, in order; empty where it was not.</summary>
    public ImmutableArray<Redrive> Redrives { get; init; } = [];

    /// <summary>Where the post stood; null where the letter does not say.</summary>
    internal TopicPartitionOffset? PostPlace => PostTopic is null ? null : new TopicPartitionOffset(PostTopic, PostPartition!.Value, PostOffset!.Value);

    /// <summary>Reads a message of the dead-letter topic.</summary>
    /// <param name="result">The message.</param>
    /// <returns>Null where it is none of this system's dead letters.</returns>
    internal static DeadLetter? Read(ConsumeResult<byte[]?, byte[]?> result)
    {
        var headers = result.Message.Headers;
        if (headers.FindText($"{DeadLetterHeaders.Error}type") is not { } type)
        {
            return null;
        }

        var place = headers.FindPlace(DeadLetterHeaders.Error);
        return new DeadLetter
        {
            Partition = result.Partition.Value,
            Offset = result.Offset.Value,
            At = result.Message.Timestamp.Type == TimestampType.NotAvailable ? null : Time(result.Message.Timestamp.UnixTimestampMs),
            Type = type,
            Message = headers.FindText($"{DeadLetterHeaders.Error}message") ?? string.Empty,
            PostTopic = place?.Topic,
            PostPartition = place?.Partition.Value,
            PostOffset = place?.Offset.Value,
            UserId = result.Message.Key is { } key ? Encoding.UTF8.GetString(key) : null,
            ValueBytes = headers.FindNumber($"{DeadLetterHeaders.Error}value-bytes") ?? result.Message.Value?.Length ?? 0,
            Omitted = headers.FindText($"{DeadLetterHeaders.Error}omitted"),
            Headers = [.. headers.Select(static header => header.Key).Where(static name => !DeadLetterHeaders.IsReserved(name))],
            EarlierRedrives = headers.FindNumber(DeadLetterHeaders.RedriveCount) ?? 0,
        };
    }

    /// <summary>A time that a client gave, which may be any number.</summary>
    private static DateTimeOffset Time(long milliseconds) => DateTimeOffset.FromUnixTimeMilliseconds(
        Math.Clamp(milliseconds, DateTimeOffset.MinValue.ToUnixTimeMilliseconds(), DateTimeOffset.MaxValue.ToUnixTimeMilliseconds()));
}
