using System.Text;
using System.Text.Json;
using Microsoft.Extensions.Time.Testing;
using Moodstream.Abstractions.Emotions;
using Moodstream.Abstractions.Posts;
using Moodstream.Silo.Live;

namespace Moodstream.Silo.Tests.Live;

[Trait("Category", "Unit")]
public sealed class EmotionTrendTests
{
    private readonly FakeTimeProvider _time = new(new DateTimeOffset(2026, 1, 31, 12, 0, 0, TimeSpan.Zero));
    private readonly EmotionTrend _trend;

    public EmotionTrendTests() => _trend = new EmotionTrend(_time);

    [Fact]
    public void Events_are_counted_in_the_steps_in_which_they_arrived()
    {
        Count(Events.Of("a"), Events.Of("b", emotion: "fear"));
        _time.Advance(TimeSpan.FromSeconds(20));
        Count(Events.Of("c"));

        var steps = Read(TimeSpan.FromMinutes(1), TimeSpan.FromSeconds(15));

        Assert.Equal([0, 0, 2, 1], steps.Select(step => step.Tally.Events));
        Assert.Equal(new DateTimeOffset(2026, 1, 31, 12, 0, 15, TimeSpan.Zero), steps[^1].Start);
        Assert.Equal(1, steps[2].Tally.Emotions["fear"]);
    }

    [Fact]
    public void A_day_is_remembered_and_nothing_older()
    {
        Count(Events.Of("old"));
        _time.Advance(TimeSpan.FromHours(12));
        Count(Events.Of("new"));
        Assert.Equal(2, Read(EmotionTrend.Day, TimeSpan.FromHours(1)).Sum(step => step.Tally.Events));

        _time.Advance(TimeSpan.FromHours(12));

        Assert.Equal(1, Read(EmotionTrend.Day, TimeSpan.FromMinutes(20)).Sum(step => step.Tally.Events));
    }

    [Fact]
    public void Posts_are_counted_once_whatever_the_number_of_their_events()
    {
        Count(Events.Of("a") with { Status = EmotionStatus.Provisional });
        Count(Events.Of("a") with { Revision = 2, Modalities = [Modality.Text, Modality.Image] });

        var tally = Read(TimeSpan.FromMinutes(1), TimeSpan.FromMinutes(1))[0].Tally;

        Assert.Equal((2, 1, 1), (tally.Events, tally.Posts, tally.Provisional));
        Assert.Equal(1, tally.Modalities["text+image"]);
    }

    [Fact]
    public void A_pulse_counts_what_came_since_the_one_before_and_goes_out_as_an_event()
    {
        Add(Events.Of("before"));
        _trend.TakePulse();
        _time.Advance(TimeSpan.FromSeconds(1));
        Add(Events.Of("a") with { ClassifiedAt = _time.GetUtcNow(), Timings = new StageTimings(2, 3, 4, 1) });

        var message = Encoding.UTF8.GetString(_trend.TakePulse().Message([(7, 5)], "e-1"));

        Assert.StartsWith("id: e-1\nevent: pulse\ndata: {", message, StringComparison.Ordinal);
        var data = JsonDocument.Parse(message.Split("data: ")[1]).RootElement;
        Assert.Equal((1, 7, 5), (data.GetProperty("events").GetInt32(), data.GetProperty("matched").GetInt32(), data.GetProperty("sent").GetInt32()));
        Assert.Equal(1, data.GetProperty("seconds").GetDouble());
    }

    [Fact]
    public void Latency_runs_from_the_posts_arrival_to_the_events_arrival()
    {
        Count([.. Enumerable.Range(0, 99).Select(i => Of($"fast{i}", 9)), Of("slow", 5000)]);

        var latency = Read(TimeSpan.FromMinutes(1), TimeSpan.FromMinutes(1))[0].Tally.Latency;

        Assert.InRange(latency.Quantile(0.5)!.Value, 10, 12);
        Assert.InRange(latency.Quantile(0.99)!.Value, 10, 12);
        Assert.InRange(latency.Quantile(1)!.Value, 5001, 6002);
        Assert.Null(new LatencyHistogram().Quantile(0.5));
    }

    [Fact]
    public void A_trend_counts_up_to_the_latest_pulse_so_that_the_next_one_carries_it_on()
    {
        Count(Events.Of("a"));
        var pulse = _time.GetUtcNow();
        _time.Advance(TimeSpan.FromMilliseconds(300));
        Add(Events.Of("b"));

        var (steps, until) = _trend.Read(TimeSpan.FromMinutes(1), TimeSpan.FromMinutes(1));

        Assert.Equal((1, pulse), (steps[0].Tally.Events, until));
    }

    private void Count(params EmotionEvent[] events)
    {
        Add(events);
        _trend.TakePulse();
    }

    private void Add(params EmotionEvent[] events) => _trend.Add([.. events.Select(Events.Shown)]);

    private System.Collections.Immutable.ImmutableArray<(DateTimeOffset Start, EmotionTally Tally)> Read(TimeSpan window, TimeSpan bucket) =>
        _trend.Read(window, bucket).Steps;

    private EmotionEvent Of(string post, double milliseconds) => Events.Of(post) with
    {
        ClassifiedAt = _time.GetUtcNow() - TimeSpan.FromMilliseconds(1),
        Timings = new StageTimings(milliseconds, 0, 0, 0),
    };
}
