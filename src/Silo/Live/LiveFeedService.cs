using Microsoft.Extensions.Options;
using Moodstream.Grains.Interfaces.Emotions;
using Moodstream.Ingest.Kafka;
using Moodstream.Ingest.Options;
using Orleans.Streams;

namespace Moodstream.Silo.Live;

/// <summary>
/// Subscribes to the cluster's stream <c>emotions</c>, to every partition of it, and pours its batches into the feed.
/// </summary>
/// <param name="cluster">The cluster.</param>
/// <param name="feed">The feed.</param>
/// <param name="trend">Counts what is new in the feed.</param>
/// <param name="kafka">Names of the topics.</param>
/// <param name="endpoint">Where Kafka is; it knows how many partitions there are.</param>
/// <param name="time">Clock.</param>
/// <param name="logger">Log.</param>
internal sealed partial class LiveFeedService(
    IClusterClient cluster,
    EmotionFeed feed,
    EmotionTrend trend,
    IOptions<KafkaOptions> kafka,
    KafkaEndpoint endpoint,
    TimeProvider time,
    ILogger<LiveFeedService> logger) : BackgroundService
{
    /// <summary>How often partitions that were added, or could not be subscribed to, are looked for.</summary>
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(30);

    private readonly List<StreamSubscriptionHandle<EmotionBatch>> _subscriptions = [];

    /// <inheritdoc/>
    public override async Task StartAsync(CancellationToken cancellationToken)
    {
        await SubscribeAsync(cancellationToken);
        await base.StartAsync(cancellationToken);
    }

    /// <inheritdoc/>
    public override async Task StopAsync(CancellationToken cancellationToken)
    {
        await base.StopAsync(cancellationToken);
        await Task.WhenAll(_subscriptions.Select(subscription => subscription.UnsubscribeAsync())).WaitAsync(cancellationToken);
    }

    /// <inheritdoc/>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Interval, time);
        while (await timer.WaitForNextTickAsync(stoppingToken))
        {
            try
            {
                await SubscribeAsync(stoppingToken);
            }
            catch (Exception exception) when (!stoppingToken.IsCancellationRequested)
            {
                LogNotSubscribed(exception);
            }
        }
    }

    private async Task SubscribeAsync(CancellationToken cancellationToken)
    {
        var partitions = await KafkaProbe.CountPartitionsAsync(kafka.Value, endpoint, kafka.Value.PostsTopic, cancellationToken);
        var provider = cluster.GetStreamProvider(EmotionStream.Provider);
        var added = Enumerable.Range(_subscriptions.Count, Math.Max(0, partitions - _subscriptions.Count)).Select(partition =>
            provider.GetStream<EmotionBatch>(EmotionStream.Of(partition)).SubscribeAsync((batch, _) =>
            {
                trend.Add(feed.Append(batch.Events, batch.Previews));
                return Task.CompletedTask;
            }));
        _subscriptions.AddRange(await Task.WhenAll(added).WaitAsync(cancellationToken));
    }

    [LoggerMessage(LogLevel.Warning, "The live feed could not look for new partitions; it tries again")]
    private partial void LogNotSubscribed(Exception exception);
}
