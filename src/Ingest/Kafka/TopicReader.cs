using System.Collections.Immutable;
using Confluent.Kafka;

namespace Moodstream.Ingest.Kafka;

/// <summary>Reads stretches of topics, outside of any group's assignment: it commits nothing.</summary>
internal sealed class TopicReader(KafkaClients clients) : IDisposable
{
    private static readonly TimeSpan Poll = TimeSpan.FromMilliseconds(100);

    private readonly IConsumer<byte[]?, byte[]?> _consumer = clients.Observer(clients.Options.GroupId).Build();
    private readonly TimeSpan _patience = TimeSpan.FromMilliseconds(clients.Options.ConnectTimeoutMs);

    /// <summary>What the server has of a topic at the moment.</summary>
    /// <param name="topic">The topic.</param>
    /// <param name="partitions">Its number of partitions.</param>
    /// <exception cref="KafkaException">The server did not answer in time.</exception>
    public ImmutableArray<Stretch> All(string topic, int partitions) => [.. Enumerable.Range(0, partitions).Select(partition =>
    {
        var ends = _consumer.QueryWatermarkOffsets(new TopicPartition(topic, partition), _patience);
        return new Stretch(new TopicPartition(topic, partition), ends.Low.Value, ends.High.Value);
    })];

    /// <summary>What the group has committed of a topic, by partition; 0 before its first commit.</summary>
    /// <param name="topic">The topic.</param>
    /// <param name="partitions">Its number of partitions.</param>
    /// <exception cref="KafkaException">The server did not answer in time.</exception>
    public ImmutableArray<long> Committed(string topic, int partitions) =>
        [.. _consumer.Committed(Enumerable.Range(0, partitions).Select(partition => new TopicPartition(topic, partition)), _patience)
            .OrderBy(static known => known.Partition.Value)
            .Select(static known => known.Offset.IsSpecial ? 0 : known.Offset.Value)];

    /// <summary>Reads stretches, each partition in its order.</summary>
    /// <param name="stretches">What is to be read.</param>
    /// <param name="take">Takes each message.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <exception cref="KafkaException">The server failed, or told nothing more for too long.</exception>
    public void Read(ImmutableArray<Stretch> stretches, Action<ConsumeResult<byte[]?, byte[]?>> take, CancellationToken cancellationToken)
    {
        var open = stretches.Where(static stretch => stretch.Length > 0).ToDictionary(static stretch => stretch.Partition, static stretch => stretch.To);
        _consumer.Assign(stretches.Where(static stretch => stretch.Length > 0).Select(static stretch => new TopicPartitionOffset(stretch.Partition, stretch.From)));
        var heard = TimeProvider.System.GetTimestamp();
        while (open.Count > 0)
        {
            cancellationToken.ThrowIfCancellationRequested();
            var result = _consumer.Consume(Poll);
            if (result is null)
            {
                if (TimeProvider.System.GetElapsedTime(heard) > _patience)
                {
                    throw new KafkaException(new Error(ErrorCode.Local_TimedOut, $"nothing more came of {open.Keys.First()}"));
                }

                continue;
            }

            heard = TimeProvider.System.GetTimestamp();
            if (!open.TryGetValue(result.TopicPartition, out var end))
            {
                continue;
            }

            if (!result.IsPartitionEOF && result.Offset < end)
            {
                take(result);
            }

            // An end is no message: what lies before it may be records that are no messages either.
            if (result.Offset + (result.IsPartitionEOF ? 0 : 1) >= end)
            {
                open.Remove(result.TopicPartition);
                _consumer.Pause([result.TopicPartition]);
            }
        }

        // The client keeps pauses beyond an assignment.
        _consumer.Resume(_consumer.Assignment);
        _consumer.Unassign();
    }

    public void Dispose() => _consumer.Dispose();
}
