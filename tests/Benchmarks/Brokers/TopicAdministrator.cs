using Confluent.Kafka;
using Confluent.Kafka.Admin;

namespace Moodstream.Benchmarks.Brokers;

/// <summary>Makes, deletes and counts topics.</summary>
/// <param name="bootstrap"><c>HOST:PORT</c> of the broker.</param>
internal sealed class TopicAdministrator(string bootstrap) : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    private readonly IAdminClient _admin = new AdminClientBuilder(new AdminClientConfig { BootstrapServers = bootstrap })
        .SetLogHandler(static (_, _) => { })
        .SetErrorHandler(static (_, _) => { })
        .Build();

    /// <summary>Makes a topic that takes messages of 32 MiB.</summary>
    /// <param name="topic">Its name.</param>
    /// <param name="partitions">Its partitions.</param>
    /// <exception cref="BenchmarkException">The server did not answer, or refuses.</exception>
    public async Task CreateAsync(string topic, int partitions)
    {
        try
        {
            await _admin.CreateTopicsAsync(
                [new TopicSpecification { Name = topic, NumPartitions = partitions, Configs = new Dictionary<string, string> { ["max.message.bytes"] = "33554432" } }],
                new CreateTopicsOptions { RequestTimeout = Patience, OperationTimeout = Patience });
        }
        catch (KafkaException exception)
        {
            throw new BenchmarkException($"The broker at {bootstrap} did not make the topic {topic} ({exception.Error.Reason}); is it running, and may topics be made there?");
        }
    }

    /// <summary>Deletes topics, where the server lets it.</summary>
    /// <param name="topics">Their names.</param>
    public async Task DeleteAsync(params string[] topics)
    {
        try
        {
            await _admin.DeleteTopicsAsync(topics, new DeleteTopicsOptions { RequestTimeout = Patience });
        }
        catch (KafkaException)
        {
            // They stay there, or never were.
        }
    }

    /// <summary>The partitions of a topic.</summary>
    /// <param name="topic">Its name.</param>
    public IReadOnlyList<TopicPartition> Partitions(string topic) =>
        [.. _admin.GetMetadata(topic, Patience).Topics[0].Partitions.Select(partition => new TopicPartition(topic, partition.PartitionId))];

    /// <summary>How many messages a topic has got since it was made.</summary>
    /// <param name="partitions">Its partitions.</param>
    public async Task<long> CountAsync(IReadOnlyList<TopicPartition> partitions)
    {
        var ends = await _admin.ListOffsetsAsync(
            partitions.Select(static partition => new TopicPartitionOffsetSpec { TopicPartition = partition, OffsetSpec = OffsetSpec.Latest() }),
            new ListOffsetsOptions { RequestTimeout = Patience });
        return ends.ResultInfos.Sum(static end => Math.Max(0, end.TopicPartitionOffsetError.Offset.Value));
    }

    /// <inheritdoc/>
    public void Dispose() => _admin.Dispose();
}
