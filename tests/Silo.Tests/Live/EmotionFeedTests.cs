using Microsoft.Extensions.Options;
using Moodstream.Grains.Interfaces.Emotions;
using Moodstream.Silo.Configuration.Options;
using Moodstream.Silo.Live;

namespace Moodstream.Silo.Tests.Live;

[Trait("Category", "Unit")]
public sealed class EmotionFeedTests
{
    [Fact]
    public void Events_come_out_in_the_order_in_which_they_went_in()
    {
        var feed = Feed(capacity: 4);
        feed.Append([Events.Shown("a"), Events.Shown("b")]);
        feed.Append([Events.Shown("c")]);

        var page = feed.Read(1, feed.Next);

        Assert.Equal(["b", "c"], page.Entries.Select(entry => entry.Emotion.PostId));
        Assert.Equal([1L, 2L], page.Entries.Select(entry => entry.Sequence));
        Assert.Equal(0, page.Missed);
    }

    [Fact]
    public void Posts_of_two_users_with_the_same_id_are_two_posts_each_with_its_own_preview()
    {
        var feed = Feed(capacity: 4);
        string[] users = ["ada", "bob"];

        var added = feed.Append([.. users.Select(user => Events.Shown("1", userId: user) with { Preview = new PostPreview($"words of {user}", []) })]);

        Assert.Equal(2, added.Count);
        Assert.All(feed.Read(0, feed.Next).Entries, entry => Assert.Equal($"words of {entry.Emotion.UserId}", entry.Preview!.Text));
    }

    [Fact]
    public void A_reader_that_is_overtaken_learns_how_many_events_it_missed()
    {
        var feed = Feed(capacity: 2);
        feed.Append([Events.Shown("a"), Events.Shown("b"), Events.Shown("c"), Events.Shown("d"), Events.Shown("e")]);

        var page = feed.Read(1, feed.Next);

        Assert.Equal(["d", "e"], page.Entries.Select(entry => entry.Emotion.PostId));
        Assert.Equal(2, page.Missed);
    }

    [Fact]
    public void The_oldest_leave_the_ring_when_its_memory_is_used_up_and_are_missed()
    {
        var feed = new EmotionFeed(Options.Create(new LiveOptions { ReplayEvents = 1_000, ReplayMegabytes = 1 }));
        byte[] picture = new byte[100_000];
        foreach (var i in Enumerable.Range(0, 50))
        {
            feed.Append([Events.Shown($"p{i}") with { Preview = new PostPreview(null, [.. picture]) }]);
        }

        var page = feed.Read(0, feed.Next);

        Assert.InRange(page.Entries.Length, 5, 10);
        Assert.Equal("p49", page.Entries[^1].Emotion.PostId);
        Assert.Equal((50 - page.Entries.Length, feed.First), (page.Missed, page.Missed));
        feed.Append([Events.Shown("p0")]);
        Assert.Equal("p0", feed.Latest(EmotionFilter.Everything, feed.Next, 1)[0].Emotion.PostId);
    }

    [Fact]
    public void A_range_that_has_wholly_left_the_ring_is_missed_as_far_as_it_reaches()
    {
        var feed = Feed(capacity: 2);
        feed.Append([Events.Shown("a"), Events.Shown("b"), Events.Shown("c"), Events.Shown("d"), Events.Shown("e")]);

        var page = feed.Read(0, 2);

        Assert.Empty(page.Entries);
        Assert.Equal(2, page.Missed);
    }

    [Fact]
    public void An_event_that_is_delivered_again_is_not_shown_again()
    {
        var feed = Feed(capacity: 4);
        feed.Append([Events.Shown("a")]);

        Assert.Equal(["b"], feed.Append([Events.Shown("a"), Events.Shown("b")]).Select(shown => shown.Event.PostId));
        Assert.Equal(2, feed.Next);
    }

    [Fact]
    public void The_latest_events_that_a_filter_admits_are_found()
    {
        var feed = Feed(capacity: 8);
        feed.Append([Events.Shown("a"), Events.Shown("b", emotion: "fear"), Events.Shown("c"), Events.Shown("d"), Events.Shown("e", emotion: "fear")]);

        var latest = feed.Latest(new EmotionFilter(["joy"], null, null, 0), feed.Next, 2);

        Assert.Equal(["c", "d"], latest.Select(entry => entry.Emotion.PostId));
    }

    [Fact]
    public void An_erased_users_events_are_gone_and_the_others_keep_their_places()
    {
        var feed = Feed(capacity: 4);
        feed.Append([Events.Shown("a", userId: "gone"), Events.Shown("b"), Events.Shown("c", userId: "gone")]);

        feed.Erase("gone", DateTimeOffset.UnixEpoch);

        var page = feed.Read(0, feed.Next);
        Assert.Equal([("b", 1L)], page.Entries.Select(entry => (entry.Emotion.PostId, entry.Sequence)));
        Assert.Equal(0, page.Missed);
    }

    [Fact]
    public void Events_that_were_under_way_when_their_user_was_erased_do_not_come_in_and_later_posts_do()
    {
        var feed = Feed(capacity: 8);
        var erased = DateTimeOffset.UnixEpoch;
        feed.Erase("gone", erased);

        var added = feed.Append(
        [
            Events.Shown("before", userId: "gone"),
            Events.Shown(Events.Of("joke", userId: "gone") with { CreatedAt = DateTimeOffset.MaxValue, ReceivedAt = erased }),
            Events.Shown(Events.Of("after", userId: "gone") with { CreatedAt = erased.AddSeconds(1), ReceivedAt = erased.AddSeconds(1) }),
            Events.Shown("other"),
        ]);

        Assert.Equal(["after", "other"], added.Select(shown => shown.Event.PostId));
    }

    private static EmotionFeed Feed(int capacity) => new(Options.Create(new LiveOptions { ReplayEvents = capacity }));
}
