using System.Globalization;
using Confluent.Kafka;
using Moodstream.Ingest.Kafka;

namespace Moodstream.Ingest.Verifying;

/// <summary>Which messages of the posts topic became dead letters.</summary>
internal sealed class DeadLetterIndex(string postsTopic)
{
    private readonly HashSet<(int Partition, long Offset)> _places = [];

    /// <summary>Takes the next dead letter.</summary>
    public void Take(ConsumeResult<byte[]?, byte[]?> message)
    {
        if (Header(message, "topic") == postsTopic
            && int.TryParse(Header(message, "partition"), NumberStyles.None, CultureInfo.InvariantCulture, out var partition)
            && long.TryParse(Header(message, "offset"), NumberStyles.None, CultureInfo.InvariantCulture, out var offset))
        {
            _places.Add((partition, offset));
        }
    }

    /// <summary>Whether a message became one.</summary>
    public bool Holds(ConsumeResult<byte[]?, byte[]?> message) => _places.Contains((message.Partition.Value, message.Offset.Value));

    private static string? Header(ConsumeResult<byte[]?, byte[]?> message, string name) =>
        message.Message.Headers.FindText($"moodstream.error.{name}");
}
