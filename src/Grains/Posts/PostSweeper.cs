using Microsoft.Extensions.Logging;
using Moodstream.Grains.Storage;

namespace Moodstream.Grains.Posts;

/// <summary>Removes expired posts from time to time, so that the store does not grow for ever.</summary>
internal sealed partial class PostSweeper(EmbeddedStores stores, TimeProvider time, ILogger<PostSweeper> logger)
    : ILifecycleParticipant<ISiloLifecycle>
{
    private static readonly TimeSpan Interval = TimeSpan.FromMinutes(10);

    /// <inheritdoc/>
    public void Participate(ISiloLifecycle observer)
    {
        var stopping = new CancellationTokenSource();
        var sweeping = Task.CompletedTask;
        observer.Subscribe(
            nameof(PostSweeper),
            ServiceLifecycleStage.Active,
            _ =>
            {
                sweeping = Task.Run(() => SweepAsync(stopping.Token), CancellationToken.None);
                return Task.CompletedTask;
            },
            async _ =>
            {
                await stopping.CancelAsync();
                await sweeping;
                stopping.Dispose();
            });
    }

    private async Task SweepAsync(CancellationToken stopping)
    {
        using var timer = new PeriodicTimer(Interval, time);
        try
        {
            while (await timer.WaitForNextTickAsync(stopping))
            {
                await SweepOnceAsync();
            }
        }
        catch (OperationCanceledException)
        {
            // The silo stops.
        }
    }

    private async Task SweepOnceAsync()
    {
        try
        {
            var posts = await stores.Posts.SweepAsync(time.GetUtcNow());
            LogSwept(posts);
        }
        catch (Exception exception)
        {
            LogFailed(exception);
        }
    }

    [LoggerMessage(LogLevel.Debug, "{Posts} expired posts were removed")]
    private partial void LogSwept(int posts);

    [LoggerMessage(LogLevel.Warning, "Expired posts could not be removed; the next sweep tries again")]
    private partial void LogFailed(Exception exception);
}
