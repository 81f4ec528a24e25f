using Confluent.Kafka;
using Moodstream.Benchmarks.Posts;
using ErrorCode = Confluent.Kafka.ErrorCode;

namespace Moodstream.Benchmarks.Brokers;

/// <summary>Sends posts as fast as the broker takes them.</summary>
internal static class TopicFiller
{
    /// <summary>Fills a topic.</summary>
    /// <param name="bootstrap"><c>HOST:PORT</c> of the broker.</param>
    /// <param name="topic">The topic.</param>
    /// <param name="posts">The posts.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <exception cref="BenchmarkException">The broker did not take one of them.</exception>
    public static Task FillAsync(string bootstrap, string topic, PostBatch posts, CancellationToken cancellationToken) =>
        Task.Run(() => Fill(bootstrap, topic, posts, cancellationToken), cancellationToken);

    private static void Fill(string bootstrap, string topic, PostBatch posts, CancellationToken cancellationToken)
    {
        string? failure = null;
        using var producer = new ProducerBuilder<byte[], byte[]>(new ProducerConfig
        {
            BootstrapServers = bootstrap,
            EnableIdempotence = true,
            LingerMs = 20,
            BatchSize = 512 * 1024,
            MessageMaxBytes = 32 * 1024 * 1024,
            QueueBufferingMaxKbytes = 128 * 1024,
            QueueBufferingMaxMessages = 200_000,
            Partitioner = Partitioner.Murmur2Random,
            DeliveryReportFields = "status",
        }).SetLogHandler(static (_, _) => { }).Build();
        for (var i = 0; i < posts.Messages; i++)
        {
            var (key, value) = posts.Load.Make(i);
            Produce(new Message<byte[], byte[]> { Key = key, Value = value });
        }

        while (producer.Flush(TimeSpan.FromMilliseconds(200)) > 0)
        {
            cancellationToken.ThrowIfCancellationRequested();
        }

        ThrowIfFailed();

        void Produce(Message<byte[], byte[]> message)
        {
            while (true)
            {
                cancellationToken.ThrowIfCancellationRequested();
                ThrowIfFailed();
                try
                {
                    producer.Produce(topic, message, Report);
                    return;
                }
                catch (ProduceException<byte[], byte[]> exception) when (exception.Error.Code == ErrorCode.Local_QueueFull)
                {
                    producer.Flush(TimeSpan.FromMilliseconds(50));
                }
            }
        }

        void Report(DeliveryReport<byte[], byte[]> report)
        {
            if (report.Error.IsError)
            {
                failure ??= report.Error.Reason;
            }
        }

        void ThrowIfFailed()
        {
            if (failure is not null)
            {
                throw new BenchmarkException($"The broker at {bootstrap} did not take a post ({failure}).");
            }
        }
    }
}
