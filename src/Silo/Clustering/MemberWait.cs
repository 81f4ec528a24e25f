using System.Globalization;
using System.Net;
using System.Net.Sockets;
using Microsoft.Extensions.Options;
using Orleans.Configuration;

namespace Moodstream.Silo.Clustering;

/// <summary>
/// Says why a start takes long: a silo joins only when every member that counts as active answers, and after a crash the dead ones count as
/// active until they have been silent for long enough.
/// </summary>
/// <param name="table">Who is in the cluster.</param>
/// <param name="local">This silo.</param>
/// <param name="options">How long a member may be silent.</param>
/// <param name="lifetime">Whether the start is over.</param>
/// <param name="time">Clock.</param>
/// <param name="logger">Log.</param>
internal sealed partial class MemberWait(
    IMembershipTable table,
    ILocalSiloDetails local,
    IOptions<ClusterMembershipOptions> options,
    IHostApplicationLifetime lifetime,
    TimeProvider time,
    ILogger<MemberWait> logger) : BackgroundService
{
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(2);

    /// <inheritdoc/>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var ends = CancellationTokenSource.CreateLinkedTokenSource(stoppingToken, lifetime.ApplicationStarted, lifetime.ApplicationStopping);
        using var timer = new PeriodicTimer(Interval, time);
        try
        {
            while (await timer.WaitForNextTickAsync(ends.Token))
            {
                await LookAsync(ends.Token);
            }
        }
        catch (OperationCanceledException) when (ends.IsCancellationRequested)
        {
            // The start is over.
        }
    }

    private async Task LookAsync(CancellationToken cancellationToken)
    {
        IReadOnlyList<MembershipEntry> members;
        try
        {
            members = [.. (await table.ReadAllAsync(cancellationToken)).Members.Select(member => member.Item1)];
        }
        catch (Exception exception) when (exception is not OperationCanceledException)
        {
            // Whether the table can be read is for the start itself to say.
            return;
        }

        var others = members.Where(member => member.Status == SiloStatus.Active && !member.SiloAddress.Equals(local.SiloAddress));
        var silent = (await Task.WhenAll(others.Select(async member => (Member: member, Answers: await AnswersAsync(member.SiloAddress.Endpoint, cancellationToken)))))
            .Where(each => !each.Answers)
            .Select(each => each.Member)
            .ToList();
        if (silent.Count > 0)
        {
            LogWaiting(
                string.Join(", ", silent.Select(member => $"{member.SiloName} ({member.SiloAddress.Endpoint})")),
                silent.Max(DeadAt).ToString("HH:mm:ss'Z'", CultureInfo.InvariantCulture));
        }
    }

    /// <summary>When a member that stays silent counts as dead, in UTC.</summary>
    private DateTime DeadAt(MembershipEntry member) =>
        (member.IAmAliveTime > member.StartTime ? member.IAmAliveTime : member.StartTime)
            + (options.Value.IAmAliveTablePublishTimeout * options.Value.NumMissedTableIAmAliveLimit);

    /// <summary>Whether somebody listens at an address.</summary>
    internal static async Task<bool> AnswersAsync(IPEndPoint address, CancellationToken cancellationToken)
    {
        using var socket = new Socket(address.AddressFamily, SocketType.Stream, ProtocolType.Tcp);
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        patience.CancelAfter(Patience);
        try
        {
            await socket.ConnectAsync(address, patience.Token);
            return true;
        }
        catch (Exception exception) when (exception is SocketException || (exception is OperationCanceledException && !cancellationToken.IsCancellationRequested))
        {
            return false;
        }
    }

    [LoggerMessage(
        LogLevel.Warning,
        "Waiting for members of the cluster that do not answer: {Members}. The start goes on when they do, or when they count as dead, soon after {DeadAt}")]
    private partial void LogWaiting(string members, string deadAt);
}
