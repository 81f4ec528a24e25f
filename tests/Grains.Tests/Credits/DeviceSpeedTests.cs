using Microsoft.Extensions.Time.Testing;
using Moodstream.Grains.Credits;

namespace Moodstream.Grains.Tests.Credits;

public sealed class DeviceSpeedTests
{
    private readonly FakeTimeProvider _time = new();
    private readonly DeviceSpeed _speed;

    public DeviceSpeedTests() => _speed = new DeviceSpeed(new CreditTerms { Target = TimeSpan.FromSeconds(2) }, _time);

    [Theory]
    [InlineData(0.1)]
    [InlineData(0.4)]
    [InlineData(2)]
    public void The_credit_is_the_work_of_two_seconds(double secondsACall)
    {
        // 10 contents a second, in calls of any length.
        Work(calls: 50, contents: (int)(10 * secondsACall), secondsACall);

        Assert.InRange(_speed.Share(), 19, 21);
    }

    [Fact]
    public void Calls_that_overlap_count_once_each_and_time_once_for_all()
    {
        // Four calls wait, one ends each 0.1 s: 40 contents a second, though each call takes 0.4 s.
        for (var i = 0; i < 4; i++)
        {
            _speed.Begin("a");
        }

        for (var i = 0; i < 100; i++)
        {
            _time.Advance(TimeSpan.FromMilliseconds(100));
            _speed.End(4);
            _speed.Begin("a");
        }

        Assert.InRange(_speed.Share(), 75, 85);
    }

    [Fact]
    public void Calls_that_end_together_count_as_one()
    {
        for (var round = 0; round < 50; round++)
        {
            Begin(4);
            _time.Advance(TimeSpan.FromMilliseconds(100));
            for (var i = 0; i < 4; i++)
            {
                _speed.End(1);
            }
        }

        Assert.InRange(_speed.Share(), 75, 85);
    }

    [Fact]
    public void Idle_time_is_no_slowness()
    {
        Work(calls: 50, contents: 4, seconds: 0.1);
        var before = _speed.Share();
        _time.Advance(TimeSpan.FromMinutes(5));
        Work(calls: 1, contents: 4, seconds: 0.1);

        Assert.InRange(_speed.Share(), before - 1, before + 1);
    }

    [Fact]
    public void A_device_that_is_ten_times_slower_has_a_tenth_of_the_credit_after_some_calls()
    {
        Work(calls: 50, contents: 8, seconds: 0.1);
        Assert.InRange(_speed.Share(), 155, 165);
        Work(calls: 6, contents: 8, seconds: 1);

        Assert.InRange(_speed.Share(), 16, 25);
    }

    [Fact]
    public void A_device_that_is_fast_again_soon_has_its_credit_back()
    {
        Work(calls: 10, contents: 1, seconds: 5);
        Assert.Equal(2, _speed.Share());
        Work(calls: 20, contents: 8, seconds: 0.1);

        Assert.InRange(_speed.Share(), 90, 160);
    }

    [Theory]
    [InlineData(1, 1, 8)]
    [InlineData(1, 2, 5)]
    [InlineData(1, 20, 1)]
    public void A_slow_device_takes_a_micro_batch_or_as_many_as_it_does_in_half_of_a_deadline(int contents, double seconds, int credit)
    {
        Work(calls: 100, contents, seconds);

        Assert.Equal(credit, _speed.Share());
    }

    [Fact]
    public void Calls_that_came_to_nothing_make_a_device_slower()
    {
        Work(calls: 50, contents: 8, seconds: 0.1);
        Work(calls: 1, contents: 0, seconds: 20);

        Assert.Equal(1, _speed.Share());
    }

    [Fact]
    public void Senders_share_evenly_as_long_as_they_send()
    {
        Work(calls: 50, contents: 4, seconds: 0.1);
        Assert.InRange(_speed.Share(), 75, 85);
        Work(calls: 1, contents: 4, seconds: 0.1, sender: "b");
        Assert.InRange(_speed.Share(), 37, 43);

        for (var i = 0; i < 12; i++)
        {
            Work(calls: 10, contents: 4, seconds: 0.1);
        }

        Assert.InRange(_speed.Share(), 75, 85);
    }

    [Fact]
    public void However_many_senders_there_are_each_may_send_something()
    {
        Begin(1);
        _time.Advance(TimeSpan.FromSeconds(1));
        _speed.End(1);
        for (var i = 0; i < 1_000; i++)
        {
            _speed.Begin($"silo {i}");
        }

        Assert.Equal(1, _speed.Share());
    }

    private void Begin(int calls)
    {
        for (var i = 0; i < calls; i++)
        {
            _speed.Begin("a");
        }
    }

    private void Work(int calls, int contents, double seconds, string sender = "a")
    {
        for (var i = 0; i < calls; i++)
        {
            _speed.Begin(sender);
            _time.Advance(TimeSpan.FromSeconds(seconds));
            _speed.End(contents);
        }
    }
}
