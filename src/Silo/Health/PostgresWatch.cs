using Moodstream.Grains.Interfaces.Faults;
using Moodstream.Grains.Postgres;

namespace Moodstream.Silo.Health;

/// <summary>Asks PostgreSQL now and then whether it answers, so that the health endpoint need not, and says so also while no posts come.</summary>
/// <param name="database">The database.</param>
/// <param name="time">Clock.</param>
internal sealed class PostgresWatch(PostgresDatabase database, TimeProvider time) : BackgroundService
{
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(5);

    private volatile string? _problem;

    /// <summary>Why it did not answer the last time; null where it did.</summary>
    public string? Problem => _problem;

    /// <inheritdoc/>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Interval, time);
        while (await timer.WaitForNextTickAsync(stoppingToken))
        {
            try
            {
                await database.PingAsync();
                _problem = null;
            }
            catch (PassingFaultException exception)
            {
                _problem = exception.Message;
            }
        }
    }
}
