using System.Threading.Channels;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Moodstream.Grains.Interfaces.Emotions;
using Moodstream.Ingest.Telemetry;

namespace Moodstream.Ingest.Feeding;

/// <summary>
/// Sends events down the cluster's stream <c>emotions</c>, as long as somebody subscribes to it, from a short queue of its own; when the
/// stream is slower than the topic, the oldest batches are dropped and counted.
/// </summary>
internal sealed partial class StreamEmotionFeed : BackgroundService, IEmotionFeed
{
    private const int QueuedBatches = 1_000;

    private readonly IClusterClient _cluster;
    private readonly IStreamAudience _audience;
    private readonly ILogger<StreamEmotionFeed> _logger;
    private readonly Channel<EmotionBatch> _queue;

    public StreamEmotionFeed(IClusterClient cluster, IStreamAudience audience, ILogger<StreamEmotionFeed> logger)
    {
        _cluster = cluster;
        _audience = audience;
        _logger = logger;
        _queue = Channel.CreateBounded<EmotionBatch>(
            new BoundedChannelOptions(QueuedBatches) { FullMode = BoundedChannelFullMode.DropOldest, SingleReader = true },
            static dropped => IngestTelemetry.FeedDropped.Add(dropped.Events.Length));
    }

    public void Show(int partition, IReadOnlyList<ShownEvent> events)
    {
        if (_audience.MayListen(partition))
        {
            _queue.Writer.TryWrite(new EmotionBatch(partition, [.. events.Select(static shown => shown.Event)]));
        }
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        await foreach (var batch in _queue.Reader.ReadAllAsync(stoppingToken))
        {
            try
            {
                if (!await _audience.ListensAsync(batch.Partition, stoppingToken))
                {
                    continue;
                }

                var stream = _cluster.GetStreamProvider(EmotionStream.Provider).GetStream<EmotionBatch>(EmotionStream.Of(batch.Partition));
                await stream.OnNextAsync(batch).WaitAsync(stoppingToken);
            }
            catch (Exception exception) when (!stoppingToken.IsCancellationRequested)
            {
                IngestTelemetry.FeedDropped.Add(batch.Events.Length);
                LogDropped(exception, batch.Events.Length);
            }
        }
    }

    [LoggerMessage(LogLevel.Warning, "The live stream did not take {Count} events; they are on the topic all the same")]
    private partial void LogDropped(Exception exception, int count);
}
