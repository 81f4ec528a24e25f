using Microsoft.Extensions.Options;
using Moodstream.Grains.Interfaces.Emotions;
using Moodstream.Ingest.Feeding;
using Moodstream.Ingest.Kafka;
using Moodstream.Ingest.Options;
using Orleans.Metadata;
using Orleans.Streams.PubSub;

namespace Moodstream.Silo.Live;

/// <summary>
/// Looks now and then who subscribes to the stream <c>emotions</c>: grains whose class says so, and subscriptions that somebody made.
/// </summary>
/// <param name="cluster">The cluster.</param>
/// <param name="manifests">The classes of grains of all silos.</param>
/// <param name="kafka">Names of the topics.</param>
/// <param name="endpoint">Where Kafka is; it knows how many partitions there are.</param>
/// <param name="time">Clock.</param>
/// <param name="logger">Log.</param>
internal sealed partial class StreamAudience(
    IClusterClient cluster,
    IClusterManifestProvider manifests,
    IOptions<KafkaOptions> kafka,
    KafkaEndpoint endpoint,
    TimeProvider time,
    ILogger<StreamAudience> logger) : BackgroundService, IStreamAudience
{
    private const string NamespacePattern = "namespace:";

    /// <summary>How soon a new subscriber is noticed.</summary>
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(5);

    private volatile bool _everyone;
    private volatile HashSet<int> _partitions = [];

    /// <inheritdoc/>
    public bool Listens(int partition) => _everyone || _partitions.Contains(partition);

    /// <inheritdoc/>
    public override async Task StartAsync(CancellationToken cancellationToken)
    {
        await LookAsync(cancellationToken);
        await base.StartAsync(cancellationToken);
    }

    /// <inheritdoc/>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Interval, time);
        while (await timer.WaitForNextTickAsync(stoppingToken))
        {
            try
            {
                await LookAsync(stoppingToken);
            }
            catch (Exception exception) when (!stoppingToken.IsCancellationRequested)
            {
                LogNotSeen(exception);
            }
        }
    }

    /// <summary>Whether a class of grains subscribes by itself; a pattern that is no plain namespace may match ours.</summary>
    private static bool Subscribes(GrainProperties grain) => grain.Properties
        .Where(property => property.Key.EndsWith($".{WellKnownGrainTypeProperties.StreamBindingPatternKey}", StringComparison.Ordinal))
        .Any(property => !property.Value.StartsWith(NamespacePattern, StringComparison.Ordinal)
            || property.Value[NamespacePattern.Length..] == EmotionStream.Namespace);

    private async Task LookAsync(CancellationToken cancellationToken)
    {
        _everyone = manifests.Current.AllGrainManifests.SelectMany(manifest => manifest.Grains.Values).Any(Subscribes);
        if (_everyone || !cluster.GetStreamProvider(EmotionStream.Provider).TryGetStreamSubscriptionManager(out var subscriptions))
        {
            return;
        }

        var listening = new HashSet<int>();
        var count = await KafkaProbe.CountPartitionsAsync(kafka.Value, endpoint, kafka.Value.PostsTopic, cancellationToken);
        for (var partition = 0; partition < count; partition++)
        {
            if ((await subscriptions.GetSubscriptions(EmotionStream.Provider, EmotionStream.Of(partition)).WaitAsync(cancellationToken)).Any())
            {
                listening.Add(partition);
            }
        }

        _partitions = listening;
    }

    [LoggerMessage(LogLevel.Warning, "It could not be found out who subscribes to the stream of emotions; it is tried again")]
    private partial void LogNotSeen(Exception exception);
}
