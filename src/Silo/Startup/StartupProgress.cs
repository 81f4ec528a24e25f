namespace Moodstream.Silo.Startup;

/// <summary>Says what a start that takes long is waiting for.</summary>
/// <param name="time">Clock.</param>
/// <param name="logger">Log.</param>
internal sealed partial class StartupProgress(TimeProvider time, ILogger<StartupProgress> logger)
{
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(10);

    private readonly long _started = time.GetTimestamp();

    /// <summary>Runs a step of the start; says every ten seconds that it still does.</summary>
    /// <param name="what">What the step waits for, to be put behind "waits for".</param>
    /// <param name="step">The step; must not block the caller for long.</param>
    public async Task RunAsync(string what, Func<Task> step)
    {
        await using var timer = time.CreateTimer(_ => LogWaits(time.GetElapsedTime(_started).TotalSeconds, what), null, Interval, Interval);
        await step();
    }

    /// <summary>Begins a step on another thread, so that others run beside it; says every ten seconds that it still runs.</summary>
    /// <param name="what">What the step waits for, to be put behind "waits for".</param>
    /// <param name="step">The step.</param>
    public Task BeginAsync(string what, Func<Task> step) => Task.Run(() => RunAsync(what, step));

    /// <summary>Begins a step that blocks, on another thread.</summary>
    /// <param name="what">What the step waits for, to be put behind "waits for".</param>
    /// <param name="step">The step.</param>
    public Task BeginAsync(string what, Action step) => BeginAsync(what, () =>
    {
        step();
        return Task.CompletedTask;
    });

    [LoggerMessage(LogLevel.Information, "Still starting after {Seconds:0} s; waits for {What}")]
    private partial void LogWaits(double seconds, string what);
}
