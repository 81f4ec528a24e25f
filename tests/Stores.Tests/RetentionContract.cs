using Microsoft.Extensions.Time.Testing;
using Moodstream.Abstractions.Posts;
using Moodstream.Grains.Interfaces.Timelines;
using Moodstream.Grains.Storage;
using Moodstream.Stores.Tests.Hosts;
using Moodstream.TestKit;

namespace Moodstream.Stores.Tests;

/// <summary>How every store of timelines forgets.</summary>
public abstract class RetentionContract : StoreContract
{
    private protected static readonly TimeSpan Kept = TimeSpan.FromDays(30);

    private protected RetentionContract(StoreHost host)
        : base(host)
    {
    }

    private protected FakeTimeProvider Time { get; } = new(TestPosts.Noon);

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    private ITimelineStore Store => Stores.Timelines;

    [Fact]
    public async Task What_is_past_its_retention_is_neither_shown_nor_counted_before_it_is_removed()
    {
        await FillAsync(days: 10);
        Time.Advance(TimeSpan.FromDays(35));

        Assert.Equal(["p9", "p8", "p7", "p6", "p5"], await IdsAsync());
        Assert.Equal(5, await CountAsync());
        Assert.Equal(["p9"], (await Store.QueryAsync("u1", new TimelineQuery { From = TestPosts.Noon, Limit = 1 })).Items.Select(item => item.PostId));

        Time.Advance(TimeSpan.FromDays(5));

        Assert.Empty(await IdsAsync());
        Assert.Equal(0, await CountAsync());
    }

    [Fact]
    public async Task A_sweep_removes_what_is_past_and_nothing_else()
    {
        await FillAsync(days: 10);
        Time.Advance(TimeSpan.FromDays(35));

        Assert.Equal(5, await Store.SweepAsync(Token));

        Assert.Equal(["p9", "p8", "p7", "p6", "p5"], await IdsAsync());
        Assert.Equal(0, await Store.RevisionAsync(new PostKey("u1", "p4")));
        Assert.Equal(1, await Store.RevisionAsync(new PostKey("u1", "p5")));
        Assert.Equal(0, await Store.SweepAsync(Token));
        await Stores.DisposeAsync();
        await using var forever = await Host.OpenAsync(Time);
        Assert.Equal(["p9", "p8", "p7", "p6", "p5"], (await forever.Timelines.QueryAsync("u1", new TimelineQuery())).Items.Select(item => item.PostId));
    }

    [Fact]
    public async Task A_sweep_goes_through_many_users_and_posts()
    {
        for (var user = 0; user < 30; user++)
        {
            await Store.AppendAsync([.. Enumerable.Range(0, 200).Select(i => TestPosts.Event($"p{i}", $"user-{user}", at: TestPosts.Noon.AddHours(i)))]);
        }

        Time.Advance(Kept + TimeSpan.FromHours(150));

        Assert.Equal(30 * 150, await Store.SweepAsync(Token));
        for (var user = 0; user < 30; user++)
        {
            Assert.Equal(50, (await Store.QueryAsync($"user-{user}", new TimelineQuery { Limit = 1000 })).Items.Length);
        }
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_post_that_comes_again_after_its_time_is_refused_whatever_it_says_and_whether_or_not_it_was_removed(bool swept)
    {
        await FillAsync(days: 1);
        Time.Advance(Kept + TimeSpan.FromMinutes(1));
        if (swept)
        {
            await Store.SweepAsync(Token);
        }

        var unstored = await Store.AppendAsync(
        [
            TestPosts.Event("p0").ToEntry(), TestPosts.Event("new", at: TestPosts.Noon.AddDays(1)).ToEntry(), TestPosts.Event("p0", emotion: "fear").ToEntry(7),
            TestPosts.Event("p0", revision: 2).ToEntry(),
        ]);

        Assert.Equal([0, 2, 3], unstored.Select(entry => entry.Index));
        Assert.All(unstored, entry => Assert.Equal(UnstoredReason.Expired, entry.Reason));
        Assert.Equal(["new"], await IdsAsync());
    }

    [Fact]
    public async Task What_is_written_while_a_sweep_runs_stays()
    {
        const int Posts = 3_000;
        await Store.AppendAsync([.. Enumerable.Range(0, Posts).Select(i => TestPosts.Event($"p{i:D4}"))]);
        Time.Advance(Kept + TimeSpan.FromDays(1));
        var now = Time.GetUtcNow();

        var sweeping = Store.SweepAsync(Token);
        await Task.WhenAll(Enumerable.Range(0, Posts / 100).Select(batch =>
            Store.AppendAsync([.. Enumerable.Range(batch * 100, 100).Select(i => TestPosts.Event($"p{i:D4}", revision: 2, at: now.AddSeconds(i)))])));
        await sweeping;
        await Store.SweepAsync(Token);

        var seen = new List<string>();
        for (string? cursor = null; seen.Count == 0 || cursor is not null;)
        {
            var page = await Store.QueryAsync("u1", new TimelineQuery { Limit = 1000, Cursor = cursor });
            seen.AddRange(page.Items.Select(item => item.PostId));
            cursor = page.NextCursor;
        }

        Assert.Equal(Posts, seen.Distinct().Count());
        Assert.All(await Task.WhenAll(seen.Select(post => Store.RevisionAsync(new PostKey("u1", post)))), revision => Assert.Equal(2, revision));
    }

    [Fact]
    public async Task Where_posts_are_kept_for_ever_a_sweep_removes_nothing()
    {
        await Stores.DisposeAsync();
        await using var forever = await Host.OpenAsync(Time);
        await forever.Timelines.AppendAsync([TestPosts.Event("a", at: DateTimeOffset.UnixEpoch)]);

        Assert.Equal(0, await forever.Timelines.SweepAsync(Token));
        Assert.Single((await forever.Timelines.QueryAsync("u1", new TimelineQuery())).Items);
    }

    private protected override Task<OpenStores> OpenAsync() => Host.OpenAsync(Time, Kept);

    /// <summary>Stores a post a day.</summary>
    private protected async Task FillAsync(int days) =>
        Assert.Empty(await Store.AppendAsync([.. Enumerable.Range(0, days).Select(day => TestPosts.Event($"p{day}", at: TestPosts.Noon.AddDays(day)).ToEntry())]));

    private async Task<string[]> IdsAsync() => [.. (await Store.QueryAsync("u1", new TimelineQuery())).Items.Select(item => item.PostId)];

    private async Task<long> CountAsync() =>
        (await Store.CountAsync("u1", [TestPosts.Noon.AddYears(-1), TestPosts.Noon.AddYears(1)])).Sum(interval => interval.Values.Sum());
}
