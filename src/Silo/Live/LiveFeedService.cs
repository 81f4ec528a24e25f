using Moodstream.Grains.Feeds;

namespace Moodstream.Silo.Live;

/// <summary>Tells the other silos twice a second what this one published.</summary>
/// <param name="live">What this silo published.</param>
/// <param name="exchange">The other silos.</param>
/// <param name="time">Clock.</param>
internal sealed class LiveFeedService(LiveFeed live, IFeedExchange exchange, TimeProvider time) : BackgroundService
{
    /// <inheritdoc/>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(FeedTicks.Interval, time);
        while (await timer.WaitForNextTickAsync(stoppingToken))
        {
            if (live.TakeShare() is { } share)
            {
                await exchange.SendAsync(share);
            }
        }
    }
}
