namespace Moodstream.Silo.Live;

/// <summary>Keeps the live feed's clock going.</summary>
/// <param name="ticks">The clock.</param>
/// <param name="time">The time.</param>
internal sealed class FeedTicker(FeedTicks ticks, TimeProvider time) : BackgroundService
{
    /// <inheritdoc/>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(FeedTicks.Interval, time);
        while (await timer.WaitForNextTickAsync(stoppingToken))
        {
            ticks.Advance();
        }
    }
}
