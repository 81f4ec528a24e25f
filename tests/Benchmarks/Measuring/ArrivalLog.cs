using System.Diagnostics;
using System.Text.Json;
using Confluent.Kafka;
using Moodstream.Benchmarks.Brokers;
using Moodstream.Benchmarks.Posts;

namespace Moodstream.Benchmarks.Measuring;

/// <summary>A consumer of the events topic that notes when the event of each post came first. It belongs to nobody's consumer group.</summary>
internal sealed class ArrivalLog : IDisposable
{
    private readonly IConsumer<Ignore, byte[]> _consumer;
    private readonly long[] _arrivals;
    private readonly Thread _thread;
    private readonly CancellationTokenSource _stop = new();
    private int _count;

    /// <summary>Begins to read.</summary>
    /// <param name="topics">The topics of the run.</param>
    /// <param name="posts">How many posts there will be.</param>
    public ArrivalLog(RunTopics topics, int posts)
    {
        _arrivals = new long[posts];
        _consumer = new ConsumerBuilder<Ignore, byte[]>(new ConsumerConfig
        {
            BootstrapServers = topics.Bootstrap,
            GroupId = "moodstream-bench-arrivals",
            EnableAutoCommit = false,
            AutoOffsetReset = AutoOffsetReset.Earliest,
            FetchWaitMaxMs = 50,
            ConsumeResultFields = "none",
        }).SetLogHandler(static (_, _) => { }).Build();
        using var administrator = new TopicAdministrator(topics.Bootstrap);
        _consumer.Assign(administrator.Partitions(topics.Events).Select(static partition => new TopicPartitionOffset(partition, Offset.Beginning)));
        _thread = new Thread(Read) { IsBackground = true, Name = "arrivals" };
        _thread.Start();
    }

    /// <summary>How many posts have an event.</summary>
    public int Count => Volatile.Read(ref _count);

    /// <summary>When the event of a post came (<see cref="Stopwatch.GetTimestamp"/>); 0 where none has come.</summary>
    /// <param name="post">The post's number.</param>
    public long Of(int post) => Volatile.Read(ref _arrivals[post]);

    /// <inheritdoc/>
    public void Dispose()
    {
        _stop.Cancel();
        _thread.Join();
        _consumer.Dispose();
        _stop.Dispose();
    }

    private static int PostOf(byte[] json)
    {
        var reader = new Utf8JsonReader(json);
        reader.Read();
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            var isPost = reader.ValueTextEquals("postId"u8);
            reader.Read();
            if (isPost)
            {
                return PostNumber.Parse(ref reader);
            }

            reader.Skip();
        }

        return -1;
    }

    private void Read()
    {
        while (!_stop.IsCancellationRequested)
        {
            var message = _consumer.Consume(100);
            if (message is null)
            {
                continue;
            }

            var now = Stopwatch.GetTimestamp();
            var post = PostOf(message.Message.Value);
            if (post >= 0 && _arrivals[post] == 0)
            {
                Volatile.Write(ref _arrivals[post], now);
                Interlocked.Increment(ref _count);
            }
        }
    }
}
