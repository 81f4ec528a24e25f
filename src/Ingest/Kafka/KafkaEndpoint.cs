namespace Moodstream.Ingest.Kafka;

/// <summary>The Kafka server that is really used: the one of the settings, or the embedded broker.</summary>
/// <param name="BootstrapServers">Comma-separated <c>host:port</c> list.</param>
/// <param name="IsEmbedded">True where it is the broker inside this process.</param>
public sealed record KafkaEndpoint(string BootstrapServers, bool IsEmbedded);
