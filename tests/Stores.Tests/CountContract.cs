using Moodstream.Abstractions.Emotions;
using Moodstream.Grains.Storage;
using Moodstream.Stores.Tests.Hosts;
using Moodstream.TestKit;

namespace Moodstream.Stores.Tests;

/// <summary>How every store of timelines counts.</summary>
public abstract class CountContract : StoreContract
{
    private protected CountContract(StoreHost host)
        : base(host)
    {
    }

    private ITimelineStore Store => Stores.Timelines;

    [Fact]
    public async Task Posts_are_counted_by_emotion_in_intervals_that_include_their_beginning()
    {
        await Store.AppendAsync([At("a", 0, "joy"), At("b", 9, "joy"), At("c", 10, "fear"), At("d", 29, "joy"), At("e", 30, "joy"), At("f", -1, "joy")]);
        await Store.AppendAsync([TestPosts.Event("g", "u2", at: TestPosts.Noon)]);

        var counts = await Store.CountAsync("u1", [Minute(0), Minute(10), Minute(20), Minute(30)]);

        Assert.Equal(["joy 2", "fear 1", "joy 1"], counts.Select(interval => string.Join(", ", interval.Select(pair => $"{pair.Key} {pair.Value}"))));
    }

    [Fact]
    public async Task A_stranger_has_nothing_to_count()
    {
        Assert.All(await Store.CountAsync("nobody", [Minute(0), Minute(1), Minute(2)]), Assert.Empty);
    }

    [Fact]
    public async Task Boundaries_that_do_not_ascend_are_refused()
    {
        await Assert.ThrowsAsync<ArgumentException>(() => Store.CountAsync("u1", [Minute(0)]));
        await Assert.ThrowsAsync<ArgumentException>(() => Store.CountAsync("u1", [Minute(1), Minute(1)]));
    }

    private static DateTimeOffset Minute(int minute) => TestPosts.Noon.AddMinutes(minute);

    private static EmotionEvent At(string post, int minute, string emotion) => TestPosts.Event(post, at: Minute(minute), emotion: emotion);
}
