namespace Moodstream.Ingest.Retrying;

/// <summary>Pauses between repetitions: doubling up to a bound, and random so that lanes do not repeat in step.</summary>
internal sealed class Backoff(TimeSpan initial, TimeSpan longest, TimeProvider time)
{
    /// <summary>The clock.</summary>
    public TimeProvider Time => time;

    /// <summary>Waits before a repetition.</summary>
    /// <param name="attempt">Failed attempts so far, from 1.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    public Task DelayAsync(int attempt, CancellationToken cancellationToken) =>
        Task.Delay(Pause(attempt, Random.Shared.NextDouble()), time, cancellationToken);

    /// <summary>The pause: between half of the doubled time and the whole of it.</summary>
    /// <param name="attempt">Failed attempts so far, from 1.</param>
    /// <param name="random">In 0–1.</param>
    public TimeSpan Pause(int attempt, double random)
    {
        var doubled = Math.Min(initial.TotalMilliseconds * Math.Pow(2, Math.Min(attempt - 1, 30)), longest.TotalMilliseconds);
        return TimeSpan.FromMilliseconds(doubled * (0.5 + (0.5 * random)));
    }
}
