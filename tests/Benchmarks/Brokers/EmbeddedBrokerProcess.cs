using Moodstream.Benchmarks.Posts;
using Moodstream.Benchmarks.Processes;
using Moodstream.Ingest.Options;

namespace Moodstream.Benchmarks.Brokers;

/// <summary>
/// Moodstream's embedded broker in a process of its own, a fresh one for each run, since it can neither delete topics nor hold much: it keeps
/// 5 MiB a partition and silently drops the oldest beyond that.
/// </summary>
internal sealed class EmbeddedBrokerProcess : IBroker
{
    /// <summary>Bytes of an event in a broker, its headers and those of the log included; measured 1,050.</summary>
    private const double BytesPerEvent = 1_100;

    /// <summary>How full partitions may be on average: some users write more than others.</summary>
    private const double Fill = 0.7;

    private const int Partitions = 64;

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private readonly string _silo;
    private readonly PostBatch _posts;
    private ChildProcess? _process;

    /// <summary>Makes ready.</summary>
    /// <param name="silo">The program's DLL.</param>
    /// <param name="posts">The posts that a filled topic holds.</param>
    /// <exception cref="BenchmarkException">They are more than the broker can hold.</exception>
    public EmbeddedBrokerProcess(string silo, PostBatch posts)
    {
        var room = Partitions * EmbeddedBrokerOptions.BytesPerPartition * Fill;
        var most = (int)Math.Min(room / (posts.BytesPerMessage * posts.Load.MessagesPerPost), room / BytesPerEvent);
        if (posts.Count > most)
        {
            throw new BenchmarkException(
                $"The embedded broker holds {most:N0} such posts and their events, not {posts.Count:N0}: lower --posts, or name a Kafka server by --bootstrap.");
        }

        _silo = silo;
        _posts = posts;
    }

    /// <inheritdoc/>
    public string Description => $"the embedded broker as a process of its own, {Partitions} partitions a topic";

    /// <inheritdoc/>
    public async Task<RunTopics> PrepareAsync(string run, bool isFilled, CancellationToken cancellationToken)
    {
        var (posts, events, deadLetters) = ("bench-posts", "bench-events", "bench-dlq");
        _process = ChildProcess.StartDotnet(
            "the embedded broker",
            _silo,
            [
                "broker", $"--Kafka:PostsTopic={posts}", $"--Kafka:EventsTopic={events}", $"--Kafka:DeadLetterTopic={deadLetters}",
                $"--Kafka:Embedded:PostsPartitions={Partitions}", $"--Kafka:Embedded:EventsPartitions={Partitions}",
            ],
            Path.GetTempPath());
        var bootstrap = await _process.FirstLineAsync(Patience, cancellationToken);
        if (isFilled)
        {
            await TopicFiller.FillAsync(bootstrap, posts, _posts, cancellationToken);
        }

        return new RunTopics(bootstrap, posts, events, deadLetters, $"bench-{run}");
    }

    /// <inheritdoc/>
    public Task ReleaseAsync(RunTopics topics) => DisposeAsync().AsTask();

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        if (Interlocked.Exchange(ref _process, null) is { } process)
        {
            await process.DisposeAsync();
        }
    }
}
