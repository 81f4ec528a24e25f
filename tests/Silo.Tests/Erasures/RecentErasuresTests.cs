using Microsoft.Extensions.Options;
using Microsoft.Extensions.Time.Testing;
using Moodstream.Silo.Erasures;
using Moodstream.Silo.Live;

namespace Moodstream.Silo.Tests.Erasures;

public sealed class RecentErasuresTests
{
    private readonly FakeTimeProvider _time = new();

    [Fact]
    public void Events_that_were_under_way_when_their_user_was_erased_are_recognised()
    {
        var erasures = new RecentErasures(_time);
        var feed = new EmotionFeed(Options.Create(new LiveOptions()));
        feed.Append([Events.Of("a", userId: "gone"), Events.Of("b")]);

        new LiveMemory(erasures, feed).Forget("gone", _time.GetUtcNow());

        Assert.Equal(["b"], feed.Read(0, feed.Next).Entries.Select(entry => entry.Emotion.PostId));
        Assert.True(erasures.Covers("gone", _time.GetUtcNow()));
        Assert.False(erasures.Covers("gone", _time.GetUtcNow().AddSeconds(1)));
        Assert.False(erasures.Covers("other", _time.GetUtcNow()));
    }
}
