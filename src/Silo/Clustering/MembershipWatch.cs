using Moodstream.Silo.Startup;

namespace Moodstream.Silo.Clustering;

/// <summary>
/// Ends a silo that its cluster's table no longer names, since rows that vanish (a Redis without a volume that restarted, a truncated table)
/// are not written again: silos that start later would form a cluster of their own beside this one. Every silo notices for itself, and those
/// that start again meet anew.
/// </summary>
/// <param name="table">Who is in the cluster.</param>
/// <param name="local">This silo.</param>
/// <param name="oracle">Whether it has joined.</param>
/// <param name="ending">Ends it.</param>
/// <param name="time">Clock.</param>
/// <param name="logger">Log.</param>
internal sealed partial class MembershipWatch(
    IMembershipTable table, ILocalSiloDetails local, ISiloStatusOracle oracle, Ending ending, TimeProvider time, ILogger<MembershipWatch> logger) : BackgroundService
{
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(2);

    /// <inheritdoc/>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Interval, time);
        var missed = false;
        while (await timer.WaitForNextTickAsync(stoppingToken))
        {
            // A second look, since a server that has just come back may not have read its file yet.
            var isMissing = oracle.CurrentStatus == SiloStatus.Active && await IsMissingAsync(stoppingToken);
            if (isMissing && missed)
            {
                await MakeTableAsync(stoppingToken);
                ending.Begin(
                    "the membership table no longer names it, so its rows were lost; other silos find out likewise. Start it again, and keep the table on a volume.");
                return;
            }

            missed = isMissing;
        }
    }

    private async Task<bool> IsMissingAsync(CancellationToken cancellationToken)
    {
        try
        {
            return (await table.ReadRowAsync(local.SiloAddress, cancellationToken)).Members.Count == 0;
        }
        catch (Exception exception) when (exception is not OperationCanceledException)
        {
            // A table that cannot be read is not an empty one; but of one that was emptied not even the version is left, without which it cannot
            // be read either. Made anew, it shows the next time what it holds.
            LogUnreadable(exception.Message);
            await MakeTableAsync(cancellationToken);
            return false;
        }
    }

    /// <summary>Without it a silo that leaves would try for minutes to say so.</summary>
    private async Task MakeTableAsync(CancellationToken cancellationToken)
    {
        try
        {
            await table.InitializeMembershipTableAsync(true, cancellationToken);
        }
        catch (Exception exception) when (exception is not OperationCanceledException)
        {
            LogUnreadable(exception.Message);
        }
    }

    [LoggerMessage(LogLevel.Debug, "The membership table could not be read: {Reason}")]
    private partial void LogUnreadable(string reason);
}
