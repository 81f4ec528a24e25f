using System.Diagnostics;
using Confluent.Kafka;
using Moodstream.Benchmarks.Brokers;
using Moodstream.Benchmarks.Posts;

namespace Moodstream.Benchmarks.Measuring;

/// <summary>
/// Sends posts at intended moments, whatever becomes of those before: a system that stalls does not slow its own measurement down
/// (which Gil Tene calls coordinated omission).
/// </summary>
/// <param name="topics">The topics of the run.</param>
/// <param name="load">Makes the posts.</param>
/// <param name="rate">Posts a second.</param>
internal sealed class OpenLoopSender(RunTopics topics, PostLoad load, double rate) : IDisposable
{
    private readonly IProducer<byte[], byte[]> _producer = new ProducerBuilder<byte[], byte[]>(new ProducerConfig
    {
        BootstrapServers = topics.Bootstrap,
        LingerMs = 0,
        MessageMaxBytes = 32 * 1024 * 1024,
        QueueBufferingMaxMessages = 1_000_000,
        QueueBufferingMaxKbytes = 1024 * 1024,
        Partitioner = Partitioner.Murmur2Random,
        DeliveryReportFields = "none",
    }).SetLogHandler(static (_, _) => { }).Build();

    /// <summary>Sends posts, each at its moment, on a thread of its own.</summary>
    /// <param name="from">Number of the first post.</param>
    /// <param name="count">How many.</param>
    /// <param name="cancellationToken">Ends it.</param>
    /// <returns>For each post the moment at which it was to be sent and that at which it was (<see cref="Stopwatch.GetTimestamp"/>).</returns>
    public Task<(long Intended, long Sent)[]> SendAsync(int from, int count, CancellationToken cancellationToken) =>
        Task.Factory.StartNew(() => Send(from, count, cancellationToken), cancellationToken, TaskCreationOptions.LongRunning, TaskScheduler.Default);

    /// <inheritdoc/>
    public void Dispose() => _producer.Dispose();

    private (long Intended, long Sent)[] Send(int from, int count, CancellationToken cancellationToken)
    {
        var moments = new (long Intended, long Sent)[count];
        var start = Stopwatch.GetTimestamp();
        for (var i = 0; i < count; i++)
        {
            cancellationToken.ThrowIfCancellationRequested();
            var intended = start + (long)(i / rate * Stopwatch.Frequency);
            // Made before its moment; some of it may be late nevertheless, which is told.
            var messages = Enumerable.Range((from + i) * load.MessagesPerPost, load.MessagesPerPost).Select(load.Make).ToArray();
            var wait = Stopwatch.GetElapsedTime(Stopwatch.GetTimestamp(), intended);
            if (wait > TimeSpan.Zero)
            {
                Thread.Sleep(wait);
            }

            moments[i] = (intended, Stopwatch.GetTimestamp());
            foreach (var (key, value) in messages)
            {
                _producer.Produce(topics.Posts, new Message<byte[], byte[]> { Key = key, Value = value });
            }
        }

        return moments;
    }
}
