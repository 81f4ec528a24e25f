namespace Moodstream.Ingest.Tests.Rig;

/// <summary>Kinds of Kafka requests that <see cref="BrokerFaults.FailRequests"/> can make fail; the values are the protocol's API keys.</summary>
internal enum KafkaRequest : short
{
    Produce = 0,
    Fetch = 1,
    OffsetCommit = 8,
    Heartbeat = 12,
}
