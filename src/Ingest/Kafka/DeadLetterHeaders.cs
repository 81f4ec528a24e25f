using System.Globalization;
using Confluent.Kafka;

namespace Moodstream.Ingest.Kafka;

/// <summary>Headers on the dead-letter topic: why a post was put aside, and where it was sent when somebody sent it again.</summary>
internal static class DeadLetterHeaders
{
    /// <summary>What the headers of a dead letter begin with, which its post did not have.</summary>
    public const string Error = "moodstream.error.";

    /// <summary>What the headers of a record begin with which says that the post of a dead letter was sent again.</summary>
    public const string Redriven = "moodstream.redriven.";

    /// <summary>How often a post was sent again; on the post itself, and so on its next dead letter.</summary>
    public const string RedriveCount = "moodstream.redrive.count";

    /// <summary>Whether a header is one that dead letters and records alone have: on a post it means nothing, whoever wrote it.</summary>
    /// <param name="name">Its name.</param>
    public static bool IsReserved(string name) =>
        name.StartsWith(Error, StringComparison.Ordinal) || name.StartsWith(Redriven, StringComparison.Ordinal);

    /// <summary>The place of a message that headers name; null where they name none.</summary>
    /// <param name="headers">The headers.</param>
    /// <param name="prefix">What their names begin with.</param>
    public static TopicPartitionOffset? FindPlace(this Headers headers, string prefix) =>
        headers.FindText($"{prefix}topic") is { } topic
            && headers.FindNumber($"{prefix}partition") is { } partition and <= int.MaxValue
            && headers.FindNumber($"{prefix}offset") is { } offset
                ? new TopicPartitionOffset(topic, (int)partition, offset)
                : null;

    /// <summary>The value of a header that is a number from 0; null where there is none.</summary>
    /// <param name="headers">The headers.</param>
    /// <param name="name">Its name.</param>
    public static long? FindNumber(this Headers headers, string name) =>
        long.TryParse(headers.FindText(name), NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : null;
}
