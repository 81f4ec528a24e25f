using Microsoft.Extensions.Options;

namespace Moodstream.Silo.Tests;

public sealed class EmotionFeedTests
{
    [Fact]
    public void Events_come_out_in_the_order_in_which_they_went_in()
    {
        var feed = Feed(capacity: 4);
        feed.Append([Events.Of("a"), Events.Of("b")]);
        feed.Append([Events.Of("c")]);

        var page = feed.Read(1, 10);

        Assert.Equal(["b", "c"], page.Entries.Select(entry => entry.Emotion.PostId));
        Assert.Equal([1L, 2L], page.Entries.Select(entry => entry.Sequence));
        Assert.Equal(0, page.Missed);
    }

    [Fact]
    public void A_reader_that_is_overtaken_learns_how_many_events_it_missed()
    {
        var feed = Feed(capacity: 2);
        feed.Append([Events.Of("a"), Events.Of("b"), Events.Of("c"), Events.Of("d"), Events.Of("e")]);

        var page = feed.Read(1, 10);

        Assert.Equal(["d", "e"], page.Entries.Select(entry => entry.Emotion.PostId));
        Assert.Equal(2, page.Missed);
    }

    [Fact]
    public void A_page_holds_no_more_than_was_asked_for()
    {
        var feed = Feed(capacity: 8);
        feed.Append([Events.Of("a"), Events.Of("b"), Events.Of("c")]);

        Assert.Equal(["a", "b"], feed.Read(0, 2).Entries.Select(entry => entry.Emotion.PostId));
    }

    [Fact]
    public async Task Waiting_ends_when_the_next_event_arrives()
    {
        var feed = Feed(capacity: 8);
        var waiting = feed.WaitAsync(0);
        Assert.False(waiting.IsCompleted);

        feed.Append([Events.Of("a")]);

        await waiting.WaitAsync(TestContext.Current.CancellationToken);
        Assert.True(feed.WaitAsync(0).IsCompleted);
        Assert.False(feed.WaitAsync(1).IsCompleted);
    }

    private static EmotionFeed Feed(int capacity) => new(Options.Create(new LiveOptions { ReplayEvents = capacity }));
}
