namespace Moodstream.Ingest.Tailing;

/// <summary>One message of the events topic.</summary>
/// <param name="Partition">Its partition, from 0.</param>
/// <param name="Offset">Its offset.</param>
/// <param name="At">Kafka's time of it, in UTC.</param>
/// <param name="Key">The user id; null where the message has no key.</param>
/// <param name="Headers">Its headers as text; of equal names the last.</param>
/// <param name="Data">Its value: the event as JSON in UTF-8; empty where the message tells that the user was erased.</param>
public sealed record TailedEvent(
    int Partition, long Offset, DateTimeOffset At, string? Key, IReadOnlyDictionary<string, string> Headers, ReadOnlyMemory<byte> Data);
