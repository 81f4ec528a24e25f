using Confluent.Kafka;
using Microsoft.Extensions.Logging;
using Moodstream.Ingest.Options;

namespace Moodstream.Ingest.Kafka;

/// <summary>
/// Configures every Kafka client of this project, so that security and the properties that the delivery guarantee rests
/// on stand in one place.
/// </summary>
internal sealed partial class KafkaClients(KafkaOptions options, string bootstrapServers, ILogger logger, string? consumer = null)
{
    /// <summary>What the <c>client.id</c> of a silo's consumer begins with; its name follows.</summary>
    public const string ConsumerPrefix = "moodstream-consumer-";

    /// <summary>How long a message may wait for its delivery before it is reported as failed.</summary>
    public const int MessageTimeoutMs = 30_000;

    private readonly LogPace _pace = new(TimeProvider.System);

    public KafkaOptions Options => options;

    public string BootstrapServers => bootstrapServers;

    /// <summary>
    /// Whether the server is the embedded broker. It answers a fetch that found nothing only when the time to wait is over, where a server
    /// answers with the next record: a post waits that long there.
    /// </summary>
    public bool IsEmbedded { get; init; }

    /// <summary>The consumer of the posts topic: commits what it is told to, and nothing else.</summary>
    public ConsumerBuilder<byte[]?, byte[]?> GroupConsumer(int commitIntervalMs) => Consumer(new ConsumerConfig(Common(consumer is null ? "consumer" : $"consumer-{consumer}"))
    {
        GroupId = options.GroupId,
        PartitionAssignmentStrategy = PartitionAssignmentStrategy.CooperativeSticky,
        SessionTimeoutMs = options.SessionTimeoutMs,
        // The other members hear of a member's end by their next heartbeat.
        HeartbeatIntervalMs = int.Min(3_000, options.SessionTimeoutMs / 6),
        AutoOffsetReset = AutoOffsetReset.Earliest,
        // Offsets are stored by hand when posts are finished; the client sends what is stored, in the background.
        EnableAutoOffsetStore = false,
        EnableAutoCommit = true,
        // The end shows that nothing is left to read even where the log's last offsets are no messages.
        EnablePartitionEof = true,
        AutoCommitIntervalMs = commitIntervalMs,
        IsolationLevel = IsolationLevel.ReadCommitted,
        AllowAutoCreateTopics = false,
        // New partitions of the topic are noticed, and shared out, within this time.
        TopicMetadataRefreshIntervalMs = 5_000,
    });

    /// <summary>A consumer that belongs to no group's assignment and commits nothing; it may read <paramref name="groupId"/>'s offsets.</summary>
    public ConsumerBuilder<byte[]?, byte[]?> Observer(string? groupId = null) => Consumer(new ConsumerConfig(Common("observer"))
    {
        GroupId = groupId ?? "moodstream-observer",
        AutoOffsetReset = AutoOffsetReset.Earliest,
        EnableAutoOffsetStore = false,
        EnableAutoCommit = false,
        EnablePartitionEof = true,
        IsolationLevel = IsolationLevel.ReadCommitted,
        AllowAutoCreateTopics = false,
    });

    /// <summary>An idempotent producer whose delivery reports are awaited.</summary>
    /// <param name="name">What it sends, for logs.</param>
    /// <param name="oneMessageABatch">
    /// True keeps messages in requests of their own, since a server that finds one too large refuses its whole request.
    /// </param>
    /// <param name="reports">What delivery reports tell; each field costs time and memory for every message.</param>
    public ProducerBuilder<byte[]?, byte[]?> Producer(string name, bool oneMessageABatch = false, string reports = "all")
    {
        var config = new ProducerConfig(Common(name))
        {
            EnableIdempotence = true,
            Acks = Acks.All,
            LingerMs = 2,
            MessageMaxBytes = options.MaxMessageBytes,
            MessageTimeoutMs = MessageTimeoutMs,
            QueueBufferingMaxKbytes = 256 * 1024,
            Partitioner = Partitioner.Murmur2Random,
            DeliveryReportFields = reports,
        };
        if (oneMessageABatch)
        {
            config.BatchNumMessages = 1;
        }

        return new ProducerBuilder<byte[]?, byte[]?>(config)
            .SetLogHandler((_, message) => Log(message))
            .SetErrorHandler((_, error) => LogError(name, error));
    }

    /// <summary>An administration client.</summary>
    /// <param name="onError">Hears of the client's troubles, every attempt to connect among them; they are not logged.</param>
    public AdminClientBuilder Admin(Action<Error> onError) => new AdminClientBuilder(new AdminClientConfig(Common("admin")))
        .SetLogHandler((_, message) => Log(message))
        .SetErrorHandler((_, error) => onError(error));

    private ConsumerBuilder<byte[]?, byte[]?> Consumer(ConsumerConfig config)
    {
        config.FetchWaitMaxMs = IsEmbedded ? 20 : 50;
        config.FetchQueueBackoffMs = 50;
        config.FetchErrorBackoffMs = 100;
        config.QueuedMinMessages = 5_000;
        config.QueuedMaxMessagesKbytes = 32 * 1024;
        return new ConsumerBuilder<byte[]?, byte[]?>(config)
            .SetLogHandler((_, message) => Log(message))
            .SetErrorHandler((_, error) => LogError(config.ClientId, error));
    }

    private Dictionary<string, string> Common(string role)
    {
        var config = new Dictionary<string, string>(StringComparer.Ordinal)
        {
            ["client.id"] = $"moodstream-{role}",
            ["receive.message.max.bytes"] = int.Max(100_000_000, options.MaxMessageBytes + 1_000_000).ToString(System.Globalization.CultureInfo.InvariantCulture),
            ["reconnect.backoff.ms"] = "50",
            ["reconnect.backoff.max.ms"] = "2000",
            // Leaders that moved while a server was away, topics made anew, and further partitions are noticed no later.
            ["topic.metadata.refresh.interval.ms"] = "10000",
        };
        foreach (var (property, value) in options.Client)
        {
            config[property] = value;
        }

        config["bootstrap.servers"] = bootstrapServers;
        return config;
    }

    private void Log(LogMessage message)
    {
        // A connection that fails, or cannot be made, comes under these names, and as an error as well.
        if (message.Facility is "FAIL" or "ERROR")
        {
            return;
        }

        var level = (LogLevel)message.LevelAs(LogLevelType.MicrosoftExtensionsLogging);
        LogClient(level, message.Name, message.Facility, message.Message);
    }

    private void LogError(string client, Error error)
    {
        if (_pace.Admits($"{client} {error.Code}", out var withheld))
        {
            LogError(client, error.IsFatal, error.Reason, withheld);
        }
    }

    [LoggerMessage("{Client} {Facility}: {Message}")]
    private partial void LogClient(LogLevel level, string client, string facility, string message);

    [LoggerMessage(LogLevel.Warning, "Kafka client {Client} reports an error (fatal: {Fatal}): {Reason} ({Withheld} of its kind were not logged before)")]
    private partial void LogError(string client, bool fatal, string reason, int withheld);
}
