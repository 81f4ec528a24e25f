using Microsoft.Extensions.Time.Testing;
using Moodstream.Ingest.Flow;

namespace Moodstream.Ingest.Tests.Flow;

[Trait("Category", "Unit")]
public sealed class MembershipFenceTests
{
    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(3);

    private readonly StoppableTime _time = new();
    private readonly MembershipFence _fence;

    public MembershipFenceTests() => _fence = new MembershipFence(Longest, _time);

    [Fact]
    public void While_the_process_runs_and_after_a_short_standstill_everybody_passes()
    {
        using var watching = _fence.Watch();
        _time.Run(TimeSpan.FromMinutes(1));
        Assert.True(Pass().IsCompletedSuccessfully);
        _time.StandStill(TimeSpan.FromSeconds(2));
        Assert.True(Pass().IsCompletedSuccessfully);
        _time.Run(TimeSpan.FromSeconds(1));
        Assert.True(Pass().IsCompletedSuccessfully);
        Assert.Null(_fence.Doubtful);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task After_a_long_standstill_nobody_passes_before_the_membership_is_proven_whoever_wakes_first(bool timerFirst)
    {
        using var watching = _fence.Watch();
        _time.StandStill(TimeSpan.FromSeconds(30));
        if (timerFirst)
        {
            _time.Run(TimeSpan.FromSeconds(1));
        }

        var pass = Pass();
        Assert.False(pass.IsCompleted);
        _time.Run(TimeSpan.FromSeconds(10));
        Assert.False(pass.IsCompleted);

        _fence.Prove(_fence.Doubtful!.Value);
        await pass;
        Assert.True(Pass().IsCompletedSuccessfully);
    }

    [Fact]
    public async Task What_is_dropped_meanwhile_does_not_pass()
    {
        using var watching = _fence.Watch();
        using var drop = new CancellationTokenSource();
        _time.StandStill(TimeSpan.FromSeconds(30));
        var pass = _fence.PassAsync(drop.Token).AsTask();

        await drop.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => pass);
    }

    [Fact]
    public void A_proof_of_before_another_standstill_proves_nothing()
    {
        using var watching = _fence.Watch();
        _time.StandStill(TimeSpan.FromSeconds(30));
        _time.Run(TimeSpan.FromSeconds(1));
        var standstill = _fence.Doubtful!.Value;
        _time.StandStill(TimeSpan.FromSeconds(30));
        _time.Run(TimeSpan.FromSeconds(1));

        _fence.Prove(standstill);

        Assert.False(Pass().IsCompleted);
    }

    [Fact]
    public async Task Where_nothing_is_consumed_any_more_nobody_waits()
    {
        var watching = _fence.Watch();
        _time.StandStill(TimeSpan.FromSeconds(30));
        var pass = Pass();

        watching.Dispose();

        await pass;
        _time.StandStill(TimeSpan.FromSeconds(30));
        Assert.True(Pass().IsCompletedSuccessfully);
    }

    private Task Pass() => _fence.PassAsync(TestContext.Current.CancellationToken).AsTask();

    /// <summary>A clock whose timers can stand still while it goes on, as those of a stopped process do.</summary>
    private sealed class StoppableTime : TimeProvider
    {
        private readonly FakeTimeProvider _running = new();
        private TimeSpan _stood;

        public override long TimestampFrequency => _running.TimestampFrequency;

        public override long GetTimestamp() => _running.GetTimestamp() + (long)(_stood.TotalSeconds * TimestampFrequency);

        public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period) =>
            _running.CreateTimer(callback, state, dueTime, period);

        public void Run(TimeSpan time)
        {
            for (var step = TimeSpan.Zero; step < time; step += TimeSpan.FromMilliseconds(100))
            {
                _running.Advance(TimeSpan.FromMilliseconds(100));
            }
        }

        public void StandStill(TimeSpan time) => _stood += time;
    }
}
