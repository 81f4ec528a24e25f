namespace Moodstream.Ingest.Options;

/// <summary>Where Kafka is and what its topics are called; section <c>Kafka</c>.</summary>
public sealed class KafkaOptions
{
    /// <summary>Name of the configuration section.</summary>
    public const string Section = "Kafka";

    /// <summary>Comma-separated <c>host:port</c> list; null or empty starts the embedded broker in this process.</summary>
    public string? BootstrapServers { get; set; }

    /// <summary>Topic that posts come in on, keyed by user id.</summary>
    public string PostsTopic { get; set; } = "social-posts";

    /// <summary>Topic that emotion events go out on, keyed by user id.</summary>
    public string EventsTopic { get; set; } = "emotion-events";

    /// <summary>Topic for posts that can never be classified; their keys, values and headers are kept.</summary>
    public string DeadLetterTopic { get; set; } = "social-posts.dlq";

    /// <summary>Consumer group that all silos of one installation share.</summary>
    public string GroupId { get; set; } = "moodstream";

    /// <summary>Whether a topic that the server lacks is created at start, with <see cref="Partitions"/> partitions.</summary>
    public bool CreateTopics { get; set; } = true;

    /// <summary>Partitions of a topic that is created on a server, 1 to 10,000; a partition is served by one silo at a time.</summary>
    public int Partitions { get; set; } = 24;

    /// <summary>How long the server may take to answer at start, in milliseconds, 100 to 600,000.</summary>
    public int ConnectTimeoutMs { get; set; } = 10_000;

    /// <summary>
    /// How long a silo may be silent before the server gives its partitions to others, in milliseconds, 1,000 to
    /// 1,800,000. Servers refuse less than their <c>group.min.session.timeout.ms</c>, 6,000 as a rule. With the embedded
    /// broker every joining and leaving of a silo takes as long.
    /// </summary>
    public int SessionTimeoutMs { get; set; } = 10_000;

    /// <summary>
    /// Largest message that is sent, in bytes, 100,000 to 1,000,000,000. A dead letter is as large as its post, so the
    /// server's <c>max.message.bytes</c> on the dead-letter topic should be no less than on the posts topic.
    /// </summary>
    public int MaxMessageBytes { get; set; } = 32 * 1024 * 1024;

    /// <summary>
    /// Further librdkafka properties for every client, such as <c>security.protocol</c>, <c>sasl.username</c> or
    /// <c>ssl.ca.location</c>. Properties that the delivery guarantee rests on are refused.
    /// </summary>
    public IDictionary<string, string> Client { get; } = new Dictionary<string, string>(StringComparer.Ordinal);

    /// <summary>Sizes of the embedded broker's topics.</summary>
    public EmbeddedBrokerOptions Embedded { get; set; } = new();

    /// <summary>True where no server is named and the embedded broker is used.</summary>
    public bool UsesEmbeddedBroker => string.IsNullOrWhiteSpace(BootstrapServers);
}
