using System.Globalization;
using System.Text;
using Confluent.Kafka;
using Confluent.Kafka.Admin;
using Microsoft.Extensions.Logging.Abstractions;
using Moodstream.Ingest.Broker;
using Moodstream.Ingest.Kafka;
using Moodstream.Ingest.Options;

namespace Moodstream.Ingest.Tests.Rig;

/// <summary>
/// Kafka with topics of a test's own: the embedded broker, or the server that the environment variable
/// <c>KAFKA_BOOTSTRAP</c> names. Tests that inject faults need the embedded broker.
/// </summary>
internal sealed class KafkaRig : IAsyncDisposable
{
    private static readonly string? Server = Environment.GetEnvironmentVariable("KAFKA_BOOTSTRAP");

    private readonly EmbeddedBroker? _broker;
    private readonly List<TestSilo> _silos = [];
    private readonly KafkaClients _clients;
    private readonly IProducer<byte[]?, byte[]?> _producer;

    private KafkaRig(KafkaOptions kafka, EmbeddedBroker? broker)
    {
        _broker = broker;
        Kafka = kafka;
        Endpoint = broker is null ? new KafkaEndpoint(Server!, false) : new KafkaEndpoint(broker.BootstrapServers, true);
        _clients = new KafkaClients(kafka, Endpoint.BootstrapServers, NullLogger.Instance);
        _producer = _clients.Producer("test").Build();
    }

    public KafkaOptions Kafka { get; }

    public KafkaEndpoint Endpoint { get; }

    /// <summary>Faults can be injected here; skips the test on a real server.</summary>
    public BrokerFaults Faults
    {
        get
        {
            Assert.SkipWhen(_broker is null, "Faults are injected into the embedded broker only.");
            return new BrokerFaults(_broker);
        }
    }

    public static async Task<KafkaRig> CreateAsync(int partitions = 1)
    {
        var name = Guid.NewGuid().ToString("N");
        var kafka = new KafkaOptions
        {
            PostsTopic = $"posts-{name}",
            EventsTopic = $"events-{name}",
            DeadLetterTopic = $"dlq-{name}",
            GroupId = $"group-{name}",
            // The embedded broker makes members wait that long, and real servers allow no less than 6 s.
            SessionTimeoutMs = Server is null ? 1_500 : 6_000,
            Embedded = { PostsPartitions = partitions, EventsPartitions = 1, DeadLetterPartitions = 1 },
        };
        if (Server is null)
        {
            return new KafkaRig(kafka, new EmbeddedBroker(kafka));
        }

        using var admin = new AdminClientBuilder(new AdminClientConfig { BootstrapServers = Server }).Build();
        await admin.CreateTopicsAsync(
        [
            new TopicSpecification { Name = kafka.PostsTopic, NumPartitions = partitions },
            new TopicSpecification { Name = kafka.EventsTopic, NumPartitions = 1 },
            new TopicSpecification { Name = kafka.DeadLetterTopic, NumPartitions = 1 },
        ]);
        return new KafkaRig(kafka, null);
    }

    public static string Post(string id, string user = "u1", string text = "hello", string? expects = null) =>
        $$"""{"id":"{{id}}","userId":"{{user}}","createdAt":"2026-01-31T12:00:00Z","text":"{{text}}"{{(expects is null ? "" : $",\"expects\":{expects}")}}}""";

    public TestSilo Silo(Action<IngestOptions>? configure = null, FakeClassifier? classifier = null, FakeTimelines? timelines = null)
    {
        var options = new IngestOptions { CommitIntervalMs = 50, RetryInitialMs = 5, RetryMaxMs = 40 };
        configure?.Invoke(options);
        var silo = new TestSilo(Kafka, Endpoint, options, classifier ?? new FakeClassifier(), timelines ?? new FakeTimelines());
        _silos.Add(silo);
        return silo;
    }

    public async Task<TestSilo> StartSiloAsync(Action<IngestOptions>? configure = null, FakeClassifier? classifier = null, FakeTimelines? timelines = null)
    {
        var silo = Silo(configure, classifier, timelines);
        await silo.StartAsync();
        return silo;
    }

    public Task PublishAsync(string json, string key = "u1", int partition = 0, Headers? headers = null, DateTimeOffset? at = null) =>
        SendAsync(Kafka.PostsTopic, partition, key, Encoding.UTF8.GetBytes(json), headers, at);

    /// <summary>Sends a message to any topic.</summary>
    public async Task SendAsync(string topic, int partition, string key, byte[]? value, Headers? headers = null, DateTimeOffset? at = null) =>
        await _producer.ProduceAsync(
            new TopicPartition(topic, partition),
            new Message<byte[]?, byte[]?>
            {
                Key = Encoding.UTF8.GetBytes(key),
                Value = value,
                Headers = headers ?? [],
                Timestamp = at is { } time ? new Timestamp(time) : Timestamp.Default,
            },
            TestContext.Current.CancellationToken);

    public Task PublishPostsAsync(int count, int partitions = 1, int first = 0) =>
        Task.WhenAll(Enumerable.Range(first, count).Select(i => PublishAsync(
            Post(string.Create(CultureInfo.InvariantCulture, $"p{i}"), string.Create(CultureInfo.InvariantCulture, $"u{i % 7}")), partition: i % partitions)));

    /// <summary>Everything that a topic holds now.</summary>
    public List<ConsumeResult<byte[]?, byte[]?>> ReadAll(string topic)
    {
        using var consumer = _clients.Observer().Build();
        using var admin = new DependentAdminClientBuilder(consumer.Handle).Build();
        var partitions = admin.GetMetadata(topic, TimeSpan.FromSeconds(10)).Topics[0].Partitions
            .Select(p => new TopicPartition(topic, p.PartitionId)).ToList();
        consumer.Assign(partitions.Select(static p => new TopicPartitionOffset(p, Offset.Beginning)));
        var open = partitions.Count;
        var found = new List<ConsumeResult<byte[]?, byte[]?>>();
        while (open > 0)
        {
            var result = consumer.Consume(TestContext.Current.CancellationToken);
            if (result.IsPartitionEOF)
            {
                open--;
            }
            else
            {
                found.Add(result);
            }
        }

        return found;
    }

    public List<string> EventIds() => [.. ReadAll(Kafka.EventsTopic).Select(static e => Header(e, "ce_id"))];

    /// <summary>What the group committed; -1 before the first commit.</summary>
    public long Committed(int partition = 0)
    {
        using var consumer = _clients.Observer(Kafka.GroupId).Build();
        var offset = consumer.Committed([new TopicPartition(Kafka.PostsTopic, partition)], TimeSpan.FromSeconds(10))[0].Offset;
        return offset.IsSpecial ? -1 : offset.Value;
    }

    /// <summary>Commits an offset for the group, whatever lies before it.</summary>
    public void Commit(long offset, int partition = 0)
    {
        using var consumer = _clients.Observer(Kafka.GroupId).Build();
        consumer.Commit([new TopicPartitionOffset(Kafka.PostsTopic, partition, offset)]);
    }

    public static string Header(ConsumeResult<byte[]?, byte[]?> message, string name) =>
        message.Message.Headers.TryGetLastBytes(name, out var value) ? Encoding.UTF8.GetString(value) : throw new KeyNotFoundException(name);

    public async ValueTask DisposeAsync()
    {
        foreach (var silo in _silos)
        {
            await silo.DisposeAsync();
        }

        _producer.Dispose();
        _broker?.Dispose();
    }
}
