using System.Runtime.CompilerServices;
using System.Text;
using System.Threading.Channels;
using Confluent.Kafka;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Moodstream.Ingest.Kafka;
using Moodstream.Ingest.Options;

namespace Moodstream.Ingest.Tailing;

/// <summary>Reads the events topic as it grows, outside of any consumer group: it commits nothing, creates nothing and disturbs nobody.</summary>
public static class EmotionTail
{
    private static readonly TimeSpan Poll = TimeSpan.FromMilliseconds(100);

    /// <summary>Reads events, each partition in its order.</summary>
    /// <param name="kafka">Name of the topic, client properties, <see cref="KafkaOptions.ConnectTimeoutMs"/>.</param>
    /// <param name="endpoint">The server.</param>
    /// <param name="fromBeginning">Whether to begin with the first event that the server has, instead of the next one.</param>
    /// <param name="follow">Whether to wait for more at the end of the topic.</param>
    /// <param name="loggerFactory">Where the client's own messages go; null for nowhere.</param>
    /// <param name="cancellationToken">Ends the reading without an error.</param>
    /// <exception cref="KafkaUnreachableException">The server did not answer in time, or lacks the topic.</exception>
    public static async IAsyncEnumerable<TailedEvent> ReadAsync(
        KafkaOptions kafka,
        KafkaEndpoint endpoint,
        bool fromBeginning = false,
        bool follow = true,
        ILoggerFactory? loggerFactory = null,
        [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(kafka);
        ArgumentNullException.ThrowIfNull(endpoint);
        var partitions = await KafkaProbe.RequireEventsTopicAsync(kafka, endpoint, cancellationToken);
        var clients = new KafkaClients(kafka, endpoint.BootstrapServers, (loggerFactory ?? NullLoggerFactory.Instance).CreateLogger(typeof(EmotionTail)));
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var events = Channel.CreateBounded<TailedEvent>(1_000);
        var reading = Task.Factory.StartNew(
            () => Pump(clients, partitions, fromBeginning, follow, events.Writer, stop.Token),
            CancellationToken.None,
            TaskCreationOptions.LongRunning,
            TaskScheduler.Default);
        try
        {
            // The pump completes the channel when it is told to stop.
            await foreach (var emotion in events.Reader.ReadAllAsync(CancellationToken.None))
            {
                yield return emotion;
            }
        }
        finally
        {
            await stop.CancelAsync();
            await reading;
        }
    }

    private static void Pump(
        KafkaClients clients, int partitions, bool fromBeginning, bool follow, ChannelWriter<TailedEvent> events, CancellationToken stop)
    {
        try
        {
            var timeout = TimeSpan.FromMilliseconds(clients.Options.ConnectTimeoutMs);
            var topic = clients.Options.EventsTopic;
            using var consumer = clients.Observer().Build();
            var starts = Enumerable.Range(0, partitions)
                .Select(partition => new TopicPartition(topic, partition))
                .Select(partition => (partition, Ends: consumer.QueryWatermarkOffsets(partition, timeout)))
                .Select(p => new TopicPartitionOffset(p.partition, fromBeginning ? p.Ends.Low : p.Ends.High))
                .ToList();
            consumer.Assign(starts);
            var open = starts.Select(static s => s.Partition.Value).ToHashSet();
            while (!stop.IsCancellationRequested && (follow || open.Count > 0))
            {
                var result = consumer.Consume(Poll);
                if (result is { IsPartitionEOF: true })
                {
                    open.Remove(result.Partition.Value);
                }
                else if (result is not null && !Write(events, Tailed(result), stop))
                {
                    break;
                }
            }

            events.Complete();
        }
        catch (KafkaException exception)
        {
            events.Complete(new KafkaUnreachableException($"Kafka at {clients.BootstrapServers} failed: {exception.Error.Reason}", exception));
        }
    }

    /// <summary>Waits until the reader has room; false where the reading ended.</summary>
    private static bool Write(ChannelWriter<TailedEvent> events, TailedEvent emotion, CancellationToken stop)
    {
        try
        {
            while (!events.TryWrite(emotion))
            {
                events.WaitToWriteAsync(stop).AsTask().GetAwaiter().GetResult();
            }

            return true;
        }
        catch (OperationCanceledException)
        {
            return false;
        }
    }

    private static TailedEvent Tailed(ConsumeResult<byte[]?, byte[]?> result)
    {
        var headers = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var header in result.Message.Headers)
        {
            headers[header.Key] = header.GetValueBytes() is { } value ? Encoding.UTF8.GetString(value) : string.Empty;
        }

        return new TailedEvent(
            result.Partition.Value,
            result.Offset.Value,
            DateTimeOffset.FromUnixTimeMilliseconds(Math.Max(0, result.Message.Timestamp.UnixTimestampMs)),
            result.Message.Key is { } key ? Encoding.UTF8.GetString(key) : null,
            headers,
            result.Message.Value ?? ReadOnlyMemory<byte>.Empty);
    }
}
