using Microsoft.Extensions.Options;
using Moodstream.Silo.Configuration.Options;

namespace Moodstream.Silo.Live;

/// <summary>The clock of the live feed. Safe for concurrent readers; one caller advances it.</summary>
/// <param name="feed">The feed.</param>
/// <param name="trend">Gives the pulses.</param>
/// <param name="options">The rate above which events are sampled.</param>
internal sealed class FeedTicks(EmotionFeed feed, EmotionTrend trend, IOptions<LiveOptions> options)
{
    /// <summary>Time between two ticks.</summary>
    public static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(500);

    private const int TicksPerPulse = 2;

    private readonly int _maxEvents = Math.Max(1, (int)(options.Value.MaxEventsPerSecond * Interval.TotalSeconds));
    private volatile State _state = new(new FeedTick(0, 0, 0, null, 0));

    /// <summary>The latest tick.</summary>
    public FeedTick Current => _state.Tick;

    /// <summary>Makes the next tick of what has arrived since the last.</summary>
    public void Advance()
    {
        var last = _state;
        var number = last.Tick.Number + 1;
        var pulse = number % TicksPerPulse == 0 ? trend.TakePulse() : null;
        _state = new State(new FeedTick(number, last.Tick.To, feed.Next, pulse, _maxEvents));
        last.Over.SetResult();
    }

    /// <summary>Ends when a tick is no longer the latest.</summary>
    /// <param name="number">Number of a tick that was the latest.</param>
    public Task WaitAsync(long number) => _state is var state && state.Tick.Number == number ? state.Over.Task : Task.CompletedTask;

    private sealed record State(FeedTick Tick)
    {
        public TaskCompletionSource Over { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);
    }
}
