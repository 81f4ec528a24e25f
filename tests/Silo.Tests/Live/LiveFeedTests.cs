using Microsoft.Extensions.Options;
using Microsoft.Extensions.Time.Testing;
using Moodstream.Grains.Feeds;
using Moodstream.Grains.Interfaces.Emotions;
using Moodstream.Silo.Configuration.Options;
using Moodstream.Silo.Live;

namespace Moodstream.Silo.Tests.Live;

[Trait("Category", "Unit")]
public sealed class LiveFeedTests
{
    private readonly EmotionFeed _feed = new(Options.Create(new LiveOptions()));
    private readonly EmotionTrend _trend = new(new FakeTimeProvider());
    private readonly FeedSeats _seats = new(Options.Create(new LiveOptions()));
    private readonly Others _others = new();
    private readonly LiveFeed _live;

    public LiveFeedTests() => _live = new LiveFeed(_feed, _trend, _seats, _others);

    [Fact]
    public void What_this_silo_publishes_is_in_the_feed_at_once_and_no_share_is_made_where_it_is_alone()
    {
        _live.Show(0, [Events.Shown("a"), Events.Shown("b")]);

        Assert.Equal(2, _feed.Next);
        Assert.Equal(2, Counted());
        Assert.Null(_live.TakeShare());
    }

    [Fact]
    public void Others_get_counts_always_and_events_only_while_somebody_watches_there()
    {
        _others.HasOthers = true;
        _live.Show(0, [Events.Shown("a"), Events.Shown("b", emotion: "fear")]);
        var unwatched = _live.TakeShare()!;
        _others.IsWatched = true;
        _live.Show(0, [Events.Shown("c")]);
        var watched = _live.TakeShare()!;

        Assert.Equal((2, 1), (unwatched.Counts.Events, unwatched.Counts.Emotions["fear"]));
        Assert.Empty(unwatched.Sample);
        Assert.Equal("c", Assert.Single(watched.Sample).Event.PostId);
        Assert.Null(_live.TakeShare());
    }

    [Fact]
    public void Of_many_events_others_get_a_sample_and_the_count_of_all()
    {
        (_others.HasOthers, _others.IsWatched) = (true, true);
        _live.Show(0, [.. Enumerable.Range(0, 5_000).Select(i => Events.Shown($"p{i}"))]);

        var share = _live.TakeShare()!;

        Assert.Equal(5_000, share.Counts.Events);
        Assert.Equal(100, share.Sample.Select(shared => shared.Event.PostId).Distinct().Count());
    }

    [Fact]
    public void What_another_silo_publishes_is_counted_and_shown_and_it_learns_whether_anybody_watches()
    {
        var tally = new EmotionTally();
        tally.Add(Events.Of("x"), 5);
        tally.Add(Events.Of("y"), 5);
        var share = new FeedShare(tally.ToCounts(), [new SharedEvent(Events.Of("x"), new PostPreview("words", []))]);

        Assert.False(_live.Receive(share));
        using var seat = _seats.Take("somebody", out _);
        Assert.True(_live.Receive(share));

        Assert.Equal(4, Counted());
        Assert.Equal("words", Assert.Single(_feed.Read(0, _feed.Next).Entries).Preview!.Text);
        Assert.Null(_live.TakeShare());
    }

    private int Counted()
    {
        _trend.TakePulse();
        return _trend.Read(TimeSpan.FromMinutes(1), TimeSpan.FromMinutes(1)).Steps[0].Tally.Events;
    }

    private sealed class Others : IFeedExchange
    {
        public bool HasOthers { get; set; }

        public bool IsWatched { get; set; }

        public Task SendAsync(FeedShare share) => Task.CompletedTask;
    }
}
