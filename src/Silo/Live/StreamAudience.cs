using System.Collections.Concurrent;
using Moodstream.Grains.Interfaces.Emotions;
using Moodstream.Ingest.Feeding;
using Orleans.Metadata;
using Orleans.Streams.PubSub;

namespace Moodstream.Silo.Live;

/// <summary>
/// Knows who subscribes to the stream <c>emotions</c>: grains whose class says so, and subscriptions that somebody made to the partitions that
/// this silo publishes to. It looks when a partition is asked for the first time, and again now and then.
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

    private readonly ConcurrentDictionary<int, bool> _seen = new();

    /// <inheritdoc/>
    public bool MayListen(int partition) => !_seen.TryGetValue(partition, out var listens) || listens;

    /// <inheritdoc/>
    public async ValueTask<bool> ListensAsync(int partition, CancellationToken cancellationToken)
    {
        if (!_seen.ContainsKey(partition))
        {
            await LookAsync([partition], cancellationToken);
        }

        return MayListen(partition);
    }

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
        while (await timer.WaitForNextTickAsync(stoppingToken))
        {
            await LookAsync(_seen.Keys, stoppingToken);
        }
    }

    private async Task LookAsync(IEnumerable<int> partitions, CancellationToken cancellationToken)
    {
        try
        {
            var everyone = manifests.Current.AllGrainManifests.SelectMany(manifest => manifest.Grains.Values).Any(Subscribes);
            foreach (var partition in partitions)
            {
                _seen[partition] = everyone || await HasSubscriptionsAsync(partition).WaitAsync(cancellationToken);
            }
        }
        catch (Exception exception) when (!cancellationToken.IsCancellationRequested)
        {
            LogNotSeen(exception);
        }
    }

    private async Task<bool> HasSubscriptionsAsync(int partition) =>
        !cluster.GetStreamProvider(EmotionStream.Provider).TryGetStreamSubscriptionManager(out var subscriptions)
        || (await subscriptions.GetSubscriptions(EmotionStream.Provider, EmotionStream.Of(partition))).Any();

    [LoggerMessage(LogLevel.Warning, "It could not be found out who subscribes to the stream of emotions; it is tried again")]
    private partial void LogNotSeen(Exception exception);
}
