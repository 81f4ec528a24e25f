using Microsoft.Extensions.Logging;

namespace Moodstream.Grains.Storage;

/// <summary>Clears up in a store from time to time while a silo runs. A sweep that fails is told of, and the next one tries again.</summary>
/// <param name="first">When the first sweep begins.</param>
/// <param name="interval">Time between the beginnings of two.</param>
/// <param name="time">Clock.</param>
/// <param name="logger">Hears of failures.</param>
internal abstract partial class PeriodicSweep(TimeSpan first, TimeSpan interval, TimeProvider time, ILogger logger) : ILifecycleParticipant<ISiloLifecycle>
{
    /// <summary>Clock.</summary>
    protected TimeProvider Time => time;

    /// <summary>What is swept, for the log.</summary>
    protected abstract string What { get; }

    /// <inheritdoc/>
    public void Participate(ISiloLifecycle observer)
    {
        var stopping = new CancellationTokenSource();
        var sweeping = Task.CompletedTask;
        observer.Subscribe(
            GetType().Name,
            ServiceLifecycleStage.Active,
            _ =>
            {
                sweeping = Task.Run(() => RunAsync(stopping.Token), CancellationToken.None);
                return Task.CompletedTask;
            },
            async _ =>
            {
                await stopping.CancelAsync();
                await sweeping;
                stopping.Dispose();
            });
    }

    /// <summary>Sweeps once.</summary>
    /// <param name="stopping">Cancelled when the silo stops.</param>
    protected abstract Task SweepAsync(CancellationToken stopping);

    private async Task RunAsync(CancellationToken stopping)
    {
        try
        {
            await Task.Delay(first, time, stopping);
            using var timer = new PeriodicTimer(interval, time);
            do
            {
                await TryAsync(stopping);
            }
            while (await timer.WaitForNextTickAsync(stopping));
        }
        catch (OperationCanceledException)
        {
            // The silo stops.
        }
    }

    private async Task TryAsync(CancellationToken stopping)
    {
        try
        {
            await SweepAsync(stopping);
        }
        catch (Exception exception) when (exception is not OperationCanceledException || !stopping.IsCancellationRequested)
        {
            LogFailed(What, exception);
        }
    }

    [LoggerMessage(LogLevel.Warning, "Expired {What} could not be removed; the next sweep tries again")]
    private partial void LogFailed(string what, Exception exception);
}
