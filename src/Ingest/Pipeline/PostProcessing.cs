using Microsoft.Extensions.Logging;
using Moodstream.Abstractions.Posts;
using Moodstream.Grains.Interfaces.Classifying;
using Moodstream.Grains.Interfaces.Erasures;
using Moodstream.Grains.Interfaces.Timelines;
using Moodstream.Ingest.Classifying;
using Moodstream.Ingest.DeadLetters;
using Moodstream.Ingest.Feeding;
using Moodstream.Ingest.Flow;
using Moodstream.Ingest.Kafka;
using Moodstream.Ingest.Options;
using Moodstream.Ingest.Publishing;
using Moodstream.Ingest.Retrying;
using Moodstream.Ingest.Status;

namespace Moodstream.Ingest.Pipeline;

/// <summary>Puts the pipeline together, and owns its producers.</summary>
internal sealed class PostProcessing : IDisposable
{
    private readonly ReliableProducer _eventProducer;
    private readonly ReliableProducer _deadLetterProducer;

    public PostProcessing(
        KafkaOptions kafka,
        IngestOptions options,
        KafkaEndpoint endpoint,
        IPostClassifier classifier,
        ITimelineWriter timelines,
        IErasedUsers erased,
        IEnumerable<IEmotionFeed> feeds,
        IPostPreviewer? previewer,
        IngestMonitor monitor,
        TimeProvider time,
        ILoggerFactory loggerFactory)
    {
        var clients = new KafkaClients(kafka, endpoint.BootstrapServers, loggerFactory.CreateLogger<KafkaClients>());
        Backoff = new Backoff(TimeSpan.FromMilliseconds(options.RetryInitialMs), TimeSpan.FromMilliseconds(options.RetryMaxMs), time);
        // The last heartbeat went out up to a sixth of the session before a standstill.
        var fence = new MembershipFence(TimeSpan.FromMilliseconds(kafka.SessionTimeoutMs / 2.0), time);
        _eventProducer = new ReliableProducer(() => clients.Producer("events", reports: "value,status").Build(), "publish", fence, Backoff, monitor);
        _deadLetterProducer = new ReliableProducer(
            () => clients.Producer("deadletters", oneMessageABatch: true).Build(), "deadletter", fence, Backoff, monitor);
        Events = new EmotionPublisher(_eventProducer, kafka.EventsTopic, options.EventSource, monitor);
        Pipeline = new PostPipeline(
            new PostParser(options.Limits()),
            new PatientClassifier(classifier, options, Backoff, monitor),
            Events,
            new DeadLetterPublisher(_deadLetterProducer, kafka.DeadLetterTopic, monitor),
            timelines,
            erased,
            feeds,
            previewer,
            Backoff,
            options,
            fence,
            monitor,
            time);
    }

    public PostPipeline Pipeline { get; }

    public EmotionPublisher Events { get; }

    public Backoff Backoff { get; }

    public void Dispose()
    {
        Pipeline.Dispose();
        _eventProducer.Dispose();
        _deadLetterProducer.Dispose();
    }
}
