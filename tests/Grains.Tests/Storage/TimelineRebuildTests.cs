using Moodstream.Abstractions.Emotions;
using Moodstream.Grains.Interfaces.Timelines;
using Moodstream.Grains.Storage;
using Moodstream.TestKit;

namespace Moodstream.Grains.Tests.Storage;

public sealed class TimelineRebuildTests : IDisposable
{
    private static readonly DateTimeOffset Published = TestPosts.Noon.AddHours(1);

    private readonly TemporaryFolder _directory = new();

    public void Dispose() => _directory.Dispose();

    [Fact]
    public async Task Events_fill_a_new_store_and_change_nothing_where_they_are_there_already()
    {
        EmotionEvent[] events = [TestPosts.Event("a"), TestPosts.Event("b", revision: 1), TestPosts.Event("b", revision: 2)];

        Assert.Equal((0, 0), await RebuildAsync([], events));
        Assert.Equal((2, 0), await RebuildAsync([], events));

        Assert.Equal([("a", 1), ("b", 2)], (await TimelineAsync("u1")).Select(entry => (entry.PostId, entry.Revision)).Order());
    }

    [Fact]
    public async Task What_is_no_event_is_told_and_leaves_no_trace()
    {
        await using var rebuild = TimelineRebuild.Open(_directory.Options);

        Assert.False(await rebuild.AddAsync("no event"u8.ToArray(), Published));
    }

    [Fact]
    public async Task Whoever_was_erased_does_not_come_back_and_may_post_again()
    {
        var old = TestPosts.Event("old");
        var future = TestPosts.Event("joke") with { CreatedAt = new DateTimeOffset(9999, 1, 1, 0, 0, 0, TimeSpan.Zero) };
        var later = TestPosts.Event("later") with { CreatedAt = Published.AddMinutes(10) };
        await RebuildAsync([], old);
        await using (var rebuild = TimelineRebuild.Open(_directory.Options))
        {
            await rebuild.EraseAsync("u1", Published.AddMinutes(1));
            await rebuild.AddAsync(old.ToEntry().Json, Published);
            await rebuild.AddAsync(future.ToEntry().Json, Published);
            await rebuild.AddAsync(later.ToEntry().Json, Published.AddMinutes(10));
            await rebuild.FlushAsync();
            Assert.Equal((0, 2), (rebuild.Present, rebuild.Erased));
        }

        Assert.Equal("later", Assert.Single(await TimelineAsync("u1")).PostId);
    }

    [Fact]
    public async Task An_erasure_that_the_store_knows_costs_later_posts_nothing()
    {
        var until = Published;
        var later = TestPosts.Event("later") with { CreatedAt = until.AddSeconds(1) };
        await UseAsync(async (store, erasures) =>
        {
            erasures.Add("u1", until);
            await store.AppendAsync([later.ToEntry() with { ReceivedAt = until.AddSeconds(2) }]);
        });

        await using (var rebuild = TimelineRebuild.Open(_directory.Options))
        {
            await rebuild.EraseAsync("u1", until.AddMilliseconds(100));
        }

        Assert.Single(await TimelineAsync("u1"));
    }

    private async Task<(long Present, long Erased)> RebuildAsync(string[] erased, params EmotionEvent[] events)
    {
        await using var rebuild = TimelineRebuild.Open(_directory.Options);
        foreach (var user in erased)
        {
            await rebuild.EraseAsync(user, Published);
        }

        foreach (var emotion in events)
        {
            Assert.True(await rebuild.AddAsync(emotion.ToEntry().Json, Published));
        }

        await rebuild.FlushAsync();
        return (rebuild.Present, rebuild.Erased);
    }

    private async Task<IReadOnlyList<EmotionEvent>> TimelineAsync(string user)
    {
        IReadOnlyList<EmotionEvent> entries = [];
        await UseAsync(async (store, _) => entries = (await store.QueryAsync(user, new TimelineQuery())).Items);
        return entries;
    }

    private async Task UseAsync(Func<RocksTimelineStore, ErasureRegister, Task> action)
    {
        using var database = EmbeddedDatabase.Open(_directory.Options);
        var erasures = new ErasureRegister(database);
        await using var store = new RocksTimelineStore(database, erasures, TimelineRetention.Forever);
        await action(store, erasures);
    }
}
