namespace Moodstream.Ingest.Consuming;

/// <summary>What the members of the consumer group know of this silo: the end of its <c>client.id</c>.</summary>
/// <param name="Value">Unique among all silos at all times; letters, digits and the signs of addresses.</param>
public sealed record ConsumerName(string Value);
