using Microsoft.Extensions.Logging;
using Moodstream.Grains.Interfaces.Posts;
using Moodstream.Grains.Storage;

namespace Moodstream.Grains.Posts;

/// <summary>
/// Closes posts whose missing parts did not come, and removes those that are over, from time to time, so that no post stays provisional and the
/// store does not grow for ever.
/// </summary>
internal sealed partial class PostSweeper(IStores stores, IGrainFactory grains, TimeProvider time, ILogger<PostSweeper> logger)
    : ILifecycleParticipant<ISiloLifecycle>
{
    private const int ClosedAtOnce = 16;

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
                await SweepOnceAsync(stopping);
            }
        }
        catch (OperationCanceledException)
        {
            // The silo stops.
        }
    }

    private async Task SweepOnceAsync(CancellationToken stopping)
    {
        try
        {
            var (removed, toClose) = await stores.Posts.SweepAsync(time.GetUtcNow());
            await Parallel.ForEachAsync(
                toClose,
                new ParallelOptions { MaxDegreeOfParallelism = ClosedAtOnce, CancellationToken = stopping },
                async (post, stop) => await grains.GetGrain<IPost>(post.ToString()).Close(stop));
            LogSwept(removed, toClose.Length);
        }
        catch (Exception exception) when (exception is not OperationCanceledException || !stopping.IsCancellationRequested)
        {
            LogFailed(exception);
        }
    }

    [LoggerMessage(LogLevel.Debug, "{Removed} expired posts were removed, {Closed} closed")]
    private partial void LogSwept(int removed, int closed);

    [LoggerMessage(LogLevel.Warning, "Expired posts could not be closed or removed; the next sweep tries again")]
    private partial void LogFailed(Exception exception);
}
