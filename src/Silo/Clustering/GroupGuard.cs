using Microsoft.Extensions.Options;
using Moodstream.Ingest.Kafka;
using Moodstream.Ingest.Options;
using Moodstream.Silo.Startup;

namespace Moodstream.Silo.Clustering;

/// <summary>
/// Keeps the silos of one consumer group in one cluster: silos that share the posts and nothing else would each keep a part of the timelines,
/// in silence. A silo that starts waits for strangers to leave, as one that crashed does, and refuses to start beside those that stay; of
/// clusters that begin at the same time the younger one stops. Members tell who they are by their <c>client.id</c>.
/// </summary>
/// <param name="members">Who is in the group.</param>
/// <param name="table">Who is in the cluster, or was.</param>
/// <param name="local">This silo.</param>
/// <param name="kafka">Name of the group, and how long it remembers a member that is silent.</param>
/// <param name="ingest">Whether this silo consumes.</param>
/// <param name="ending">Ends it.</param>
/// <param name="time">Clock.</param>
/// <param name="logger">Log.</param>
internal sealed partial class GroupGuard(
    IGroupMembers members,
    IMembershipTable table,
    ILocalSiloDetails local,
    IOptions<KafkaOptions> kafka,
    IOptions<IngestOptions> ingest,
    Ending ending,
    TimeProvider time,
    ILogger<GroupGuard> logger) : BackgroundService
{
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(500);

    private readonly HashSet<SiloAddress> _told = [];

    /// <summary>Beyond this a member is not one that died.</summary>
    private TimeSpan Patience => TimeSpan.FromMilliseconds(kafka.Value.SessionTimeoutMs) + Interval;

    /// <summary>Whether anything in the group is not of this cluster, before the first post is read.</summary>
    /// <exception cref="StartupException">A silo of another cluster stays in the group.</exception>
    public override async Task StartAsync(CancellationToken cancellationToken)
    {
        if (!ingest.Value.Enabled)
        {
            return;
        }

        var until = time.GetUtcNow() + Patience;
        while ((await LookAsync(cancellationToken)).Strangers is [var stranger, ..])
        {
            if (time.GetUtcNow() > until)
            {
                throw new StartupException(Explain(stranger));
            }

            if (_told.Add(stranger))
            {
                LogWaiting(stranger, kafka.Value.GroupId);
            }

            await Task.Delay(Pause, time, cancellationToken);
        }

        await base.StartAsync(cancellationToken);
    }

    /// <inheritdoc/>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Interval, time);
        var since = new Dictionary<SiloAddress, DateTimeOffset>();
        while (await timer.WaitForNextTickAsync(stoppingToken))
        {
            var now = time.GetUtcNow();
            var (strangers, ownBegin) = await LookAsync(stoppingToken);
            since = strangers.ToDictionary(stranger => stranger, stranger => since.GetValueOrDefault(stranger, now));
            if (since.Where(each => now - each.Value > Patience).Select(each => each.Key).MinBy(stranger => stranger.Generation) is { } oldest)
            {
                Answer(oldest, ownBegin);
            }
        }
    }

    /// <summary>The cluster that has been there for longer goes on.</summary>
    private void Answer(SiloAddress stranger, int ownBegin)
    {
        if (stranger.Generation < ownBegin || (stranger.Generation == ownBegin && stranger.CompareTo(local.SiloAddress) < 0))
        {
            ending.Begin(Explain(stranger));
        }
        else if (_told.Add(stranger))
        {
            LogStranger(stranger, kafka.Value.GroupId);
        }
    }

    private string Explain(SiloAddress stranger) =>
        $"Silo {stranger} reads posts in the consumer group '{kafka.Value.GroupId}' and is not in this silo's cluster; give both the same Cluster:Membership, Cluster:ClusterId and database, or one of them another Kafka:GroupId.";

    /// <summary>Members of the group that the cluster has never heard of, and the generation of the cluster's oldest silo.</summary>
    private async Task<(List<SiloAddress> Strangers, int OwnBegin)> LookAsync(CancellationToken cancellationToken)
    {
        if (await members.ReadAsync() is not { Count: > 0 } names)
        {
            return ([], 0);
        }

        try
        {
            var rows = (await table.ReadAllAsync(cancellationToken)).Members;
            var known = rows.Select(row => row.Item1.SiloAddress).Append(local.SiloAddress).ToHashSet();
            return (
                [.. names.Select(Address).OfType<SiloAddress>().Where(silo => !known.Contains(silo))],
                rows.Where(row => row.Item1.Status == SiloStatus.Active).Select(row => row.Item1.SiloAddress).Append(local.SiloAddress).Min(silo => silo.Generation));
        }
        catch (Exception exception) when (exception is not OperationCanceledException)
        {
            // Who cannot be looked up is no stranger.
            return ([], 0);
        }
    }

    private static SiloAddress? Address(string name) => SiloAddress.TryParse(name, out var silo) ? silo : null;

    [LoggerMessage(LogLevel.Warning, "Silo {Silo} reads posts in the consumer group {Group} and is not in this silo's cluster; the start goes on when the group has let go of it")]
    private partial void LogWaiting(SiloAddress silo, string group);

    [LoggerMessage(
        LogLevel.Critical,
        "The younger silo {Silo} reads posts in the consumer group {Group} and is not in this silo's cluster, so that its timelines miss in this one; stop it, or give it the same settings as this one")]
    private partial void LogStranger(SiloAddress silo, string group);
}
