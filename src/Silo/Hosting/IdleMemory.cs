namespace Moodstream.Silo.Hosting;

/// <summary>
/// Gives memory back to the system when a silo falls idle: after its start, and after a backlog. By itself the collector keeps what a backlog
/// took until the next one, since nothing that is idle makes it collect.
/// </summary>
/// <param name="consumed">Posts read since the start.</param>
/// <param name="giveBack">Gives back what is free; may stop all threads for a moment.</param>
/// <param name="time">Clock.</param>
internal sealed class IdleMemory(Func<long> consumed, Action giveBack, TimeProvider time) : BackgroundService
{
    /// <summary>How long it watches before it judges.</summary>
    public static readonly TimeSpan Interval = TimeSpan.FromSeconds(10);

    /// <summary>Posts within an <see cref="Interval"/> up to which a silo counts as idle.</summary>
    public const int IdlePosts = 100;

    /// <summary>Posts after which there is something to give back.</summary>
    public const int BusyPosts = 10_000;

    private long _seen;
    private long _givenBackAt = -BusyPosts;

    /// <summary>Gives memory back where the silo is idle and something may be free.</summary>
    public void Look()
    {
        var now = consumed();
        if (now - _seen <= IdlePosts && now - _givenBackAt >= BusyPosts)
        {
            giveBack();
            _givenBackAt = now;
        }

        _seen = now;
    }

    /// <inheritdoc/>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Interval, time);
        while (await timer.WaitForNextTickAsync(stoppingToken))
        {
            Look();
        }
    }
}
