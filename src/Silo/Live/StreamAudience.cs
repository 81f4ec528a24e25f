using System.Collections.Concurrent;
using Moodstream.Grains.Interfaces.Emotions;
using Moodstream.Ingest.Feeding;
using Orleans.Metadata;
using Orleans.Streams.PubSub;

namespace Moodstream.Silo.Live;

/// <summary>
/// Looks now and then who subscribes to the stream <c>emotions</c>: grains whose class says so, and subscriptions that somebody made to the
/// partitions that this silo publishes to. Until it has looked, somebody may.
/// </summary>
/// <param name="cluster">The cluster.</param>
/// <param name="manifests">The classes of grains of all silos.</param>
/// <param name="time">Clock.</param>
/// <param name="logger">Log.</param>
internal sealed partial class StreamAudience(
    IClusterClient cluster, IClusterManifestProvider manifests, TimeProvider time, ILogger<StreamAudience> logger) : BackgroundService, IStreamAudience
{
    private const string NamespacePattern = "namespace:";

    /// <summary>How soon a new subscriber is noticed.</summary>
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(5);

    private readonly ConcurrentDictionary<int, bool> _partitions = new();
    private volatile bool _everyone;

    /// <inheritdoc/>
    public bool Listens(int partition) => _everyone || _partitions.GetOrAdd(partition, true);

    /// <summary>Whether a class of grains subscribes by itself; a pattern that is no plain namespace may match ours.</summary>
    /// <param name="grain">What the class says of itself.</param>
    internal static bool Subscribes(GrainProperties grain) => grain.Properties
        .Where(property => property.Key.EndsWith($".{WellKnownGrainTypeProperties.StreamBindingPatternKey}", StringComparison.Ordinal))
        .Any(property => !property.Value.StartsWith(NamespacePattern, StringComparison.Ordinal)
            || property.Value[NamespacePattern.Length..] == EmotionStream.Namespace);

    /// <inheritdoc/>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Interval, time);
        do
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
        while (await timer.WaitForNextTickAsync(stoppingToken));
    }

    private async Task LookAsync(CancellationToken cancellationToken)
    {
        _everyone = manifests.Current.AllGrainManifests.SelectMany(manifest => manifest.Grains.Values).Any(Subscribes);
        if (_everyone || !cluster.GetStreamProvider(EmotionStream.Provider).TryGetStreamSubscriptionManager(out var subscriptions))
        {
            return;
        }

        foreach (var partition in _partitions.Keys)
        {
            var made = await subscriptions.GetSubscriptions(EmotionStream.Provider, EmotionStream.Of(partition)).WaitAsync(cancellationToken);
            _partitions[partition] = made.Any();
        }
    }

    [LoggerMessage(LogLevel.Warning, "It could not be found out who subscribes to the stream of emotions; it is tried again")]
    private partial void LogNotSeen(Exception exception);
}
