using Microsoft.Extensions.Logging.Abstractions;
using Moodstream.Ingest.Consuming;
using Moodstream.Ingest.Kafka;
using Moodstream.Ingest.Options;
using Moodstream.Ingest.Pipeline;
using Moodstream.Ingest.Status;

namespace Moodstream.Ingest.Tests.Rig;

/// <summary>Ingest as one silo runs it, with fakes in place of the grains.</summary>
internal sealed class TestSilo : IAsyncDisposable
{
    private readonly PostProcessing _processing;
    private readonly PostConsumer _consumer;

    public TestSilo(KafkaOptions kafka, KafkaEndpoint endpoint, IngestOptions options, FakeClassifier classifier, FakeTimelines timelines)
    {
        Classifier = classifier;
        Timelines = timelines;
        Monitor = new IngestMonitor(kafka, endpoint, TimeProvider.System, NullLogger<IngestMonitor>.Instance);
        _processing = new PostProcessing(
            kafka, options, endpoint, classifier, timelines, Erased, [Feed], Previewer, Monitor, TimeProvider.System, NullLoggerFactory.Instance);
        _consumer = new PostConsumer(kafka, options, endpoint, _processing, Monitor, TimeProvider.System, NullLoggerFactory.Instance);
    }

    public FakeClassifier Classifier { get; }

    public FakeTimelines Timelines { get; }

    public FakeFeed Feed { get; } = new();

    public FakeErasures Erased { get; } = new();

    public FakePreviewer Previewer { get; } = new();

    public IngestMonitor Monitor { get; }

    public IngestStatus Status => Monitor.Snapshot();

    public Task StartAsync() => _consumer.StartAsync(TestContext.Current.CancellationToken);

    public Task StopAsync() => _consumer.StopAsync(CancellationToken.None);

    public async ValueTask DisposeAsync()
    {
        await StopAsync();
        _consumer.Dispose();
        _processing.Dispose();
        Monitor.Dispose();
    }
}
