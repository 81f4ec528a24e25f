using Confluent.Kafka;
using Moodstream.Ingest.Kafka;

namespace Moodstream.Ingest.Verifying;

/// <summary>Which messages of the posts topic became dead letters, and which of those were sent again.</summary>
internal sealed class DeadLetterIndex(string postsTopic)
{
    private readonly HashSet<(int Partition, long Offset)> _places = [];
    private readonly HashSet<(int Partition, long Offset)> _redriven = [];

    /// <summary>Takes the next message of the dead-letter topic.</summary>
    public void Take(ConsumeResult<byte[]?, byte[]?> message)
    {
        Add(_places, message.Message.Headers.FindPlace(DeadLetterHeaders.Error));
        Add(_redriven, message.Message.Headers.FindPlace(DeadLetterHeaders.Redriven));
    }

    /// <summary>Whether a message became a dead letter.</summary>
    public bool Holds(ConsumeResult<byte[]?, byte[]?> message) => _places.Contains((message.Partition.Value, message.Offset.Value));

    /// <summary>Whether a message became one, and was sent again as a message of its own.</summary>
    public bool HoldsRedriven(ConsumeResult<byte[]?, byte[]?> message) => _redriven.Contains((message.Partition.Value, message.Offset.Value));

    private void Add(HashSet<(int Partition, long Offset)> places, TopicPartitionOffset? place)
    {
        if (place is not null && place.Topic == postsTopic)
        {
            places.Add((place.Partition.Value, place.Offset.Value));
        }
    }
}
