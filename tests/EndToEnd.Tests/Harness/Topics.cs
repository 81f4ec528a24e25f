using System.Text;
using Confluent.Kafka;

namespace Moodstream.EndToEnd.Tests.Harness;

/// <summary>Writes to and reads from topics as any client does.</summary>
/// <param name="bootstrapServers">Address of the broker.</param>
internal sealed class Topics(string bootstrapServers) : IDisposable
{
    public const string Posts = "social-posts";
    public const string Events = "emotion-events";
    public const string DeadLetters = "social-posts.dlq";

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(90);

    private readonly IProducer<byte[]?, byte[]?> _producer =
        new ProducerBuilder<byte[]?, byte[]?>(new ProducerConfig { BootstrapServers = bootstrapServers, MessageMaxBytes = 32 * 1024 * 1024 }).Build();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public Task SendAsync(string topic, string key, byte[] value) =>
        _producer.ProduceAsync(topic, new Message<byte[]?, byte[]?> { Key = Encoding.UTF8.GetBytes(key), Value = value }, Token);

    public Task SendAsync(IEnumerable<TestPost> posts) => SendAsync(Posts, posts);

    public Task SendAsync(string topic, IEnumerable<TestPost> posts) =>
        Task.WhenAll(posts.Select(post => SendAsync(topic, post.UserId, post.Json())));

    /// <summary>Reads a topic from its beginning until a condition on all that was read holds.</summary>
    /// <param name="topic">The topic.</param>
    /// <param name="enough">The condition.</param>
    /// <returns>All that was read.</returns>
    public Task<IReadOnlyList<ConsumeResult<byte[]?, byte[]?>>> ReadUntilAsync(
        string topic, Func<IReadOnlyList<ConsumeResult<byte[]?, byte[]?>>, bool> enough) =>
        Task.Run<IReadOnlyList<ConsumeResult<byte[]?, byte[]?>>>(
            () =>
            {
                using var consumer = Consumer(topic, out _);
                using var patience = CancellationTokenSource.CreateLinkedTokenSource(Token);
                patience.CancelAfter(Patience);
                var read = new List<ConsumeResult<byte[]?, byte[]?>>();
                while (!enough(read))
                {
                    try
                    {
                        var result = consumer.Consume(patience.Token);
                        if (!result.IsPartitionEOF)
                        {
                            read.Add(result);
                        }
                    }
                    catch (OperationCanceledException) when (!Token.IsCancellationRequested)
                    {
                        Assert.Fail($"{topic} did not hold what was waited for; it held {read.Count} messages.");
                    }
                }

                return read;
            },
            Token);

    /// <summary>Reads all that a topic holds at the moment.</summary>
    public Task<IReadOnlyList<ConsumeResult<byte[]?, byte[]?>>> ReadAllAsync(string topic) =>
        Task.Run<IReadOnlyList<ConsumeResult<byte[]?, byte[]?>>>(
            () =>
            {
                using var consumer = Consumer(topic, out var partitions);
                var read = new List<ConsumeResult<byte[]?, byte[]?>>();
                var ended = new HashSet<int>();
                while (ended.Count < partitions)
                {
                    var result = consumer.Consume(Token);
                    if (result.IsPartitionEOF)
                    {
                        ended.Add(result.Partition.Value);
                    }
                    else
                    {
                        read.Add(result);
                    }
                }

                return read;
            },
            Token);

    /// <summary>Names of all topics of the broker, in order.</summary>
    public IReadOnlyList<string> Names()
    {
        using var admin = new AdminClientBuilder(new AdminClientConfig { BootstrapServers = bootstrapServers }).Build();
        return [.. admin.GetMetadata(TimeSpan.FromSeconds(30)).Topics.Select(topic => topic.Topic).Order(StringComparer.Ordinal)];
    }

    public void Dispose() => _producer.Dispose();

    private IConsumer<byte[]?, byte[]?> Consumer(string topic, out int partitions)
    {
        using var admin = new AdminClientBuilder(new AdminClientConfig { BootstrapServers = bootstrapServers }).Build();
        partitions = admin.GetMetadata(topic, TimeSpan.FromSeconds(30)).Topics[0].Partitions.Count;
        var consumer = new ConsumerBuilder<byte[]?, byte[]?>(new ConsumerConfig
        {
            BootstrapServers = bootstrapServers,
            GroupId = $"test-{Guid.NewGuid():N}",
            EnableAutoCommit = false,
            EnablePartitionEof = true,
        }).Build();
        consumer.Assign(Enumerable.Range(0, partitions).Select(partition => new TopicPartitionOffset(topic, partition, Offset.Beginning)));
        return consumer;
    }
}
