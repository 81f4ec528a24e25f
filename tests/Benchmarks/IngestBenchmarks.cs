using Moodstream.Grains.Interfaces.Timelines;
using Moodstream.Grains.Interfaces.Erasures;
using System.Collections.Immutable;
using System.Diagnostics.CodeAnalysis;
using System.Text;
using BenchmarkDotNet.Attributes;
using Microsoft.Extensions.Logging.Abstractions;
using Moodstream.Abstractions.Emotions;
using Moodstream.Abstractions.Models;
using Moodstream.Abstractions.Posts;
using Moodstream.Grains.Interfaces.Classifying;
using Moodstream.Ingest.Broker;
using Moodstream.Ingest.Consuming;
using Moodstream.Ingest.Kafka;
using Moodstream.Ingest.Options;
using Moodstream.Ingest.Pipeline;
using Moodstream.Ingest.Sending;
using Moodstream.Ingest.Status;

namespace Moodstream.Benchmarks;

/// <summary>
/// What one post costs on its way from Kafka and back, beside the grains: reading it, and the whole way through the
/// embedded broker (sent, consumed, answered, event produced, committed) with a classifier that does nothing.
/// </summary>
[InProcess, MemoryDiagnoser]
[SuppressMessage("Design", "CA1001", Justification = "BenchmarkDotNet calls Cleanup.")]
public class IngestBenchmarks
{
    private const int Posts = 20_000;
    private const int PictureBytes = 75_000;

    private static readonly EmotionDistribution Joy = new(["joy", "fear"], [0.75f, 0.25f]);

    private readonly PostParser _parser = new(new PostLimits());
    private byte[] _text = [];
    private byte[] _picture = [];
    private byte[] _lines = [];
    private EmbeddedBroker _broker = null!;
    private IngestMonitor _monitor = null!;
    private PostProcessing _processing = null!;
    private PostConsumer _consumer = null!;
    private PostSender _sender = null!;

    /// <summary>Starts the broker and a consumer.</summary>
    [GlobalSetup]
    public async Task Setup()
    {
        const string Head = """{"id":"p1","userId":"u1","createdAt":"2026-01-31T12:00:00Z",""";
        _text = Encoding.UTF8.GetBytes(Head + "\"text\":\"My sister finally got the job, I can't believe it!\"}");
        _picture = Encoding.UTF8.GetBytes($"{Head}\"image\":{{\"data\":\"{Convert.ToBase64String(new byte[PictureBytes])}\"}}}}");
        _lines = Encoding.UTF8.GetBytes(string.Join('\n', Enumerable.Range(0, Posts).Select(static i =>
            $$"""{"id":"p{{i}}","userId":"u{{i % 1000}}","createdAt":"2026-01-31T12:00:00Z","text":"My sister finally got the job, I can't believe it!"}""")));
        var kafka = new KafkaOptions();
        var options = new IngestOptions();
        _broker = new EmbeddedBroker(kafka);
        var endpoint = new KafkaEndpoint(_broker.BootstrapServers, IsEmbedded: true);
        _monitor = new IngestMonitor(kafka, endpoint, TimeProvider.System, NullLogger<IngestMonitor>.Instance);
        var nothing = new Nothing();
        _processing = new PostProcessing(kafka, options, endpoint, nothing, nothing, nothing, [], previewer: null, _monitor, TimeProvider.System, NullLoggerFactory.Instance);
        _consumer = new PostConsumer(kafka, options, endpoint, _processing, _monitor, TimeProvider.System, NullLoggerFactory.Instance);
        await _consumer.StartAsync(CancellationToken.None);
        _sender = await PostSender.ConnectAsync(kafka, endpoint);
    }

    /// <summary>Stops them.</summary>
    [GlobalCleanup]
    public async Task Cleanup()
    {
        await _consumer.StopAsync(CancellationToken.None);
        _sender.Dispose();
        _consumer.Dispose();
        _processing.Dispose();
        _monitor.Dispose();
        _broker.Dispose();
    }

    /// <summary>Reading a post of fifty characters.</summary>
    [Benchmark]
    public bool ReadText() => _parser.Parse(_text, DateTimeOffset.UnixEpoch).IsPost;

    /// <summary>Reading a post with a picture of 75 kB.</summary>
    [Benchmark]
    public bool ReadPicture() => _parser.Parse(_picture, DateTimeOffset.UnixEpoch).IsPost;

    /// <summary>The whole way of a post, per post.</summary>
    [Benchmark(OperationsPerInvoke = Posts)]
    public async Task ThroughKafka()
    {
        var target = _monitor.Snapshot().Published + Posts;
        await _sender.SendLinesAsync(new MemoryStream(_lines));
        while (_monitor.Snapshot().Published < target)
        {
            await Task.Delay(1);
        }
    }

    private sealed class Nothing : IPostClassifier, ITimelineWriter, IErasedUsers
    {
        public Task<ImmutableArray<PostOutcome>> ClassifyAsync(
            ImmutableArray<SocialPost> posts, CancellationToken cancellationToken, CancellationToken draining) =>
            Task.FromResult(posts.Select(static post => PostOutcome.Classified(Answer(post))).ToImmutableArray());

        public Task<ImmutableArray<PostOutcome>> BeginAsync(
            ImmutableArray<SocialPost> posts, CancellationToken cancellationToken, CancellationToken draining) =>
            ClassifyAsync(posts, cancellationToken, draining);

        public Task<PostOutcome> AddAsync(SocialPost part, CancellationToken cancellationToken, CancellationToken draining) =>
            Task.FromResult(PostOutcome.Classified(Answer(part)));

        public Task<ImmutableArray<UnstoredEntry>> AppendAsync(int partition, ImmutableArray<TimelineEntry> entries, CancellationToken cancellationToken) =>
            Task.FromResult(ImmutableArray<UnstoredEntry>.Empty);

        public bool Covers(EmotionEvent emotion) => false;

        private static EmotionEvent Answer(SocialPost post) => new()
        {
            PostId = post.Id,
            UserId = post.UserId,
            CreatedAt = post.CreatedAt,
            ClassifiedAt = post.ReceivedAt,
            Revision = 1,
            Status = EmotionStatus.Final,
            Emotion = Joy.Top,
            Confidence = Joy.Confidence,
            Probabilities = Joy,
            Modalities = [Modality.Text],
            Opinions = [],
            Model = new ModelReference("none", "1"),
            Timings = new StageTimings(0, 0, 0, 0),
        };
    }
}
