using Microsoft.Extensions.Time.Testing;
using Moodstream.Ingest.Status;

namespace Moodstream.Ingest.Tests.Status;

[Trait("Category", "Unit")]
public sealed class RateMeterTests
{
    private readonly FakeTimeProvider _time = new();

    [Fact]
    public void Counts_the_last_ten_whole_seconds()
    {
        var meter = new RateMeter(_time);
        for (var second = 0; second < 30; second++)
        {
            meter.Add(second < 20 ? 100 : 40);
            _time.Advance(TimeSpan.FromSeconds(1));
        }

        Assert.Equal(40, meter.PerSecond);
    }

    [Fact]
    public void Is_right_before_ten_seconds_have_passed()
    {
        var meter = new RateMeter(_time);
        meter.Add(6);
        _time.Advance(TimeSpan.FromSeconds(1));
        meter.Add(2);
        _time.Advance(TimeSpan.FromSeconds(1));
        Assert.Equal(4, meter.PerSecond);
    }

    [Fact]
    public void Falls_to_nothing_after_a_long_silence()
    {
        var meter = new RateMeter(_time);
        meter.Add(1_000);
        _time.Advance(TimeSpan.FromHours(1));
        Assert.Equal(0, meter.PerSecond);
    }
}
