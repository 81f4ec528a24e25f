using Microsoft.Extensions.Time.Testing;
using Moodstream.Ingest.Kafka;

namespace Moodstream.Ingest.Tests.Kafka;

[Trait("Category", "Unit")]
public sealed class LogPaceTests
{
    private readonly FakeTimeProvider _time = new();
    private readonly LogPace _pace;

    public LogPaceTests() => _pace = new LogPace(_time);

    [Fact]
    public void The_first_line_of_each_kind_is_written_at_once()
    {
        Assert.True(_pace.Admits("consumer down", out _));
        Assert.True(_pace.Admits("producer down", out _));
    }

    [Fact]
    public void What_is_said_again_is_counted_until_the_next_line_of_its_kind()
    {
        Assert.True(_pace.Admits("consumer down", out _));
        _time.Advance(LogPace.Interval - TimeSpan.FromMilliseconds(1));
        Assert.False(_pace.Admits("consumer down", out _));
        Assert.False(_pace.Admits("consumer down", out _));

        _time.Advance(TimeSpan.FromMilliseconds(1));

        Assert.True(_pace.Admits("consumer down", out var withheld));
        Assert.Equal(2, withheld);
        _time.Advance(LogPace.Interval);
        Assert.True(_pace.Admits("consumer down", out withheld));
        Assert.Equal(0, withheld);
    }
}
