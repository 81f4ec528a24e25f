using Microsoft.Extensions.Options;
using Moodstream.Silo.Configuration.Options;
using Moodstream.Silo.Live;

namespace Moodstream.Silo.Tests.Live;

[Trait("Category", "Unit")]
public sealed class FeedTickTests
{
    [Fact]
    public void Readers_with_equal_filters_share_one_frame_and_others_have_their_own()
    {
        var feed = new EmotionFeed(Options.Create(new LiveOptions()));
        feed.Append([Events.Shown("a"), Events.Shown("b", emotion: "fear")]);
        var tick = new FeedTick(1, 0, feed.Next, null, 10);

        var frame = tick.Frame(feed, new EmotionFilter(["Joy", "anger"], null, null, 0.5f));

        Assert.Same(frame, tick.Frame(feed, new EmotionFilter(["anger", "joy", "joy"], "", "", 0.5f)));
        Assert.NotSame(frame, tick.Frame(feed, new EmotionFilter(["joy"], null, null, 0.5f)));
        Assert.NotSame(frame, tick.Frame(feed, new EmotionFilter(["joy", "anger"], null, "u1", 0.5f)));
        Assert.Equal((1, 1), (frame.Matched, frame.Entries.Length));
    }
}
