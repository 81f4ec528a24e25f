using System.ComponentModel.DataAnnotations;
using System.Globalization;
using Moodstream.Abstractions.Settings;

namespace Moodstream.Ingest.Options;

/// <summary>Where Kafka is and what its topics are called.</summary>
[SettingsSection(Section)]
public sealed class KafkaOptions : IValidatableObject
{
    /// <summary>Name of the configuration section.</summary>
    public const string Section = "Kafka";

    /// <summary>librdkafka's own bound on the time between polls, which the session timeout may not exceed.</summary>
    private const int DefaultMaxPollIntervalMs = 300_000;

    private const string MaxPollInterval = "max.poll.interval.ms";
    private const string TopicPattern = @"(?!\.{1,2}$)[A-Za-z0-9._-]{1,249}";
    private const string TopicDemand = "it must be a topic's name: 1 to 249 letters, digits, '.', '_' and '-'";

    private static readonly HashSet<string> Reserved = new(StringComparer.Ordinal)
    {
        "acks", "auto.offset.reset", "bootstrap.servers", "enable.auto.commit", "enable.auto.offset.store",
        "enable.idempotence", "enable.partition.eof", "group.id", "message.max.bytes", "partition.assignment.strategy",
        "request.required.acks", "transactional.id",
    };

    /// <summary><c>HOST:PORT,…</c> of the servers; none starts the embedded broker in this process.</summary>
    [HostAndPortList(ErrorMessage = "each entry must be HOST:PORT, such as localhost:9092; leave it out to use the embedded broker")]
    public string? BootstrapServers { get; set; }

    /// <summary>Topic that posts come in on, keyed by user id.</summary>
    [Required]
    [RegularExpression(TopicPattern, ErrorMessage = TopicDemand)]
    public string PostsTopic { get; set; } = "social-posts";

    /// <summary>Topic that emotion events go out on, keyed by user id.</summary>
    [Required]
    [RegularExpression(TopicPattern, ErrorMessage = TopicDemand)]
    public string EventsTopic { get; set; } = "emotion-events";

    /// <summary>Topic for posts that can never be classified; their keys, values and headers are kept.</summary>
    [Required]
    [RegularExpression(TopicPattern, ErrorMessage = TopicDemand)]
    public string DeadLetterTopic { get; set; } = "social-posts.dlq";

    /// <summary>Consumer group that all silos of one installation share.</summary>
    [Required(ErrorMessage = "name the consumer group")]
    public string GroupId { get; set; } = "moodstream";

    /// <summary>Whether a topic that the server lacks, at the start or later, is created with <see cref="Partitions"/> partitions.</summary>
    public bool CreateTopics { get; set; } = true;

    /// <summary>Partitions of a topic that is created on a server; a partition is served by one silo at a time.</summary>
    [Range(1, 10_000)]
    public int Partitions { get; set; } = 24;

    /// <summary>How long the server may take to answer at the start, and be silent before status and health say so, in milliseconds.</summary>
    [Range(100, 600_000)]
    public int ConnectTimeoutMs { get; set; } = 10_000;

    /// <summary>
    /// How long a silo may be silent before the server gives its partitions to others, in milliseconds. Servers refuse
    /// less than their <c>group.min.session.timeout.ms</c>, 6000 as a rule; more than 300000 needs
    /// <c>Kafka:Client:max.poll.interval.ms</c> as well. With the embedded broker every joining and leaving of a silo
    /// takes as long.
    /// </summary>
    [Range(1_000, 1_800_000)]
    public int SessionTimeoutMs { get; set; } = 6_000;

    /// <summary>
    /// Largest message that is sent, in bytes. A dead letter is as large as its post, so the server's
    /// <c>max.message.bytes</c> on the dead-letter topic should be no less than on the posts topic.
    /// </summary>
    /// <remarks>The upper end is what the producer's queue of 256 MiB can hold; a larger message would wait for room for ever.</remarks>
    [Range(100_000, 256_000_000)]
    public int MaxMessageBytes { get; set; } = 32 * 1024 * 1024;

    /// <summary>
    /// Further librdkafka properties for every client, such as <c>security.protocol</c>, <c>sasl.username</c> or
    /// <c>ssl.ca.location</c>. Properties that the delivery guarantee rests on are refused.
    /// </summary>
    public IDictionary<string, string> Client { get; } = new Dictionary<string, string>(StringComparer.Ordinal);

    /// <summary>Sizes of the embedded broker's topics.</summary>
    public EmbeddedBrokerOptions Embedded { get; } = new();

    /// <summary>True where no server is named and the embedded broker is used.</summary>
    public bool UsesEmbeddedBroker => string.IsNullOrWhiteSpace(BootstrapServers);

    /// <inheritdoc/>
    IEnumerable<ValidationResult> IValidatableObject.Validate(ValidationContext validationContext)
    {
        var topics = new[] { (nameof(PostsTopic), PostsTopic), (nameof(EventsTopic), EventsTopic), (nameof(DeadLetterTopic), DeadLetterTopic) };
        foreach (var (name, topic) in topics)
        {
            var twin = topics.TakeWhile(other => other.Item1 != name).FirstOrDefault(other => other.Item2 == topic).Item1;
            if (twin is not null)
            {
                yield return new ValidationResult($"is '{topic}', as is {Section}:{twin}; give each its own topic", [name]);
            }
        }

        foreach (var property in Client.Keys.Where(Reserved.Contains))
        {
            yield return new ValidationResult("is set by Moodstream itself, since the delivery guarantee rests on it; remove it", [$"{nameof(Client)}:{property}"]);
        }

        var maxPollIntervalMs = Client.TryGetValue(MaxPollInterval, out var text)
            && int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var set) ? set : DefaultMaxPollIntervalMs;
        if (SessionTimeoutMs > maxPollIntervalMs)
        {
            yield return new ValidationResult(
                $"is {SessionTimeoutMs}, above {Section}:{nameof(Client)}:{MaxPollInterval}, which is {maxPollIntervalMs}; lower it, or raise that",
                [nameof(SessionTimeoutMs)]);
        }
    }
}
