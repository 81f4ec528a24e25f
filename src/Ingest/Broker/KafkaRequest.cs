namespace Moodstream.Ingest.Broker;

/// <summary>Kinds of Kafka requests that <see cref="EmbeddedBroker.FailRequests"/> can make fail; the values are the protocol's API keys.</summary>
internal enum KafkaRequest : short
{
    Produce = 0,
    Fetch = 1,
    ListOffsets = 2,
    Metadata = 3,
    OffsetCommit = 8,
    OffsetFetch = 9,
    JoinGroup = 11,
    Heartbeat = 12,
}
