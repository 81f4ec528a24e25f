using Microsoft.Extensions.Time.Testing;
using Moodstream.Abstractions.Emotions;
using Moodstream.Abstractions.Posts;
using Moodstream.Grains.Interfaces.Faults;
using Moodstream.Grains.Interfaces.Timelines;
using Moodstream.Grains.Options;
using Moodstream.Grains.Postgres;
using Moodstream.Stores.Tests.Hosts;
using Moodstream.TestKit;
using Moodstream.TestKit.Postgres;

[assembly: AssemblyFixture(typeof(PostgresServer))]

namespace Moodstream.Stores.Tests;

[Trait("Category", "Process")]
public sealed class PostgresCountTests(PostgresServer server) : CountContract(new PostgresHost(server));

[Trait("Category", "Process")]
public sealed class PostgresTimelineTests : TimelineContract
{
    private readonly PostgresServer _server;
    private readonly PostgresHost _host;

    public PostgresTimelineTests(PostgresServer server)
        : this(server, new PostgresHost(server))
    {
    }

    private PostgresTimelineTests(PostgresServer server, PostgresHost host)
        : base(host) => (_server, _host) = (server, host);

    [Fact]
    public async Task Two_silos_that_bring_the_same_posts_at_once_agree_on_what_was_said_first()
    {
        await using var other = await _host.OpenAsync();

        // Each brings the same hundred posts many times, with its own opinion, in its own order.
        async Task<List<(string Post, byte[] Said)>> BringAsync(OpenStores stores, int seed, string emotion)
        {
            var random = new Random(seed);
            var told = new List<(string, byte[])>();
            for (var round = 0; round < 20; round++)
            {
                TimelineEntry[] entries = [.. Enumerable.Range(0, 100).Select(i => At($"p{i}", i, emotion: emotion).ToEntry())];
                random.Shuffle(entries);
                var unstored = (await stores.Timelines.AppendAsync([.. entries])).ToDictionary(entry => entry.Index);
                told.AddRange(entries.Select((entry, i) => (entry.Post.PostId, unstored.TryGetValue(i, out var before) ? before.Json! : entry.Json)));
            }

            return told;
        }

        var told = (await Task.WhenAll(
            BringAsync(Stores, 1, "joy"), BringAsync(other, 2, "fear"), BringAsync(Stores, 3, "anger"), BringAsync(other, 4, "sadness"))).SelectMany(each => each);

        var kept = (await Stores.Timelines.QueryAsync("u1", new TimelineQuery { Limit = 1000 })).Items.ToDictionary(item => item.PostId, item => item.ToEntry().Json);
        Assert.Equal(100, kept.Count);
        Assert.All(told, each => Assert.Equal(kept[each.Post], each.Said));
    }

    [Fact]
    public async Task Revisions_that_two_silos_bring_in_any_order_leave_the_newest()
    {
        await using var other = await _host.OpenAsync();

        await Task.WhenAll(Enumerable.Range(1, 50).Select(revision =>
            (revision % 2 == 0 ? Stores : other).Timelines.AppendAsync([.. Enumerable.Range(0, 10).Select(i => At($"p{i}", revision + i, revision: revision))])));

        var kept = (await Stores.Timelines.QueryAsync("u1", new TimelineQuery())).Items;
        Assert.Equal(10, kept.Length);
        Assert.All(kept, item => Assert.Equal(50, item.Revision));
    }

    [Fact]
    public async Task Each_month_has_a_partition_and_times_that_cannot_be_share_one()
    {
        var now = DateTimeOffset.UtcNow;
        await Stores.Timelines.AppendAsync(
        [
            TestPosts.Event("now", at: now), TestPosts.Event("before", at: now.AddMonths(-2)),
            TestPosts.Event("joke", at: TestPosts.Noon.AddYears(7000)), TestPosts.Event("ancient", at: DateTimeOffset.MinValue), TestPosts.Event("last", at: DateTimeOffset.MaxValue),
        ]);

        Assert.Equal(2L, await _host.ExecuteAsync($"SELECT count(*) FROM pg_class WHERE relname IN ('moodstream_timeline_{now:yyyyMM}', 'moodstream_timeline_{now.AddMonths(-2):yyyyMM}')"));
        Assert.Equal(3L, await _host.ExecuteAsync("SELECT count(*) FROM moodstream_timeline_other"));
        Assert.Equal(["last", "joke", "now", "before", "ancient"], (await Stores.Timelines.QueryAsync("u1", new TimelineQuery())).Items.Select(item => item.PostId));
    }

    [Fact]
    public async Task What_came_before_its_month_had_a_partition_moves_into_it()
    {
        var early = DateTimeOffset.UtcNow.AddMonths(3);
        await Stores.Timelines.AppendAsync([TestPosts.Event("early", at: early)]);
        Assert.Equal(1L, await _host.ExecuteAsync("SELECT count(*) FROM moodstream_timeline_other"));

        await using var stores = await _host.OpenAsync(new FakeTimeProvider(early));
        await stores.Timelines.AppendAsync([TestPosts.Event("then", at: early)]);

        Assert.Equal(0L, await _host.ExecuteAsync("SELECT count(*) FROM moodstream_timeline_other"));
        Assert.Equal(["then", "early"], (await Stores.Timelines.QueryAsync("u1", new TimelineQuery())).Items.Select(item => item.PostId));
    }

    [Fact]
    public async Task Silos_that_need_the_same_new_months_at_once_do_not_hinder_each_other()
    {
        await using var other = await _host.OpenAsync();

        await Task.WhenAll(Enumerable.Range(0, 12).Select(month => Task.WhenAll(
            Stores.Timelines.AppendAsync([TestPosts.Event($"a{month}", at: DateTimeOffset.UtcNow.AddMonths(-month))]),
            other.Timelines.AppendAsync([TestPosts.Event($"b{month}", at: DateTimeOffset.UtcNow.AddMonths(month - 11))]))));

        Assert.Equal(24, (await Stores.Timelines.QueryAsync("u1", new TimelineQuery())).Items.Length);
    }

    [Fact]
    public async Task Events_of_the_topic_fill_timelines_that_lack_them_while_silos_use_them_and_bring_nobody_back_who_was_erased()
    {
        await Stores.Timelines.AppendAsync([At("there", 1, emotion: "joy").ToEntry()]);
        await using var database = await _host.DatabaseAsync();
        await using (var rebuild = PostgresRebuild.Open(database, new TimelineOptions()))
        {
            await rebuild.EraseAsync("gone", TestPosts.Noon.AddHours(1));
            foreach (var emotion in new[] { At("there", 1, emotion: "fear"), At("lost", 2), At("erased", 3, "gone") })
            {
                Assert.True(await rebuild.AddAsync(emotion.ToEntry().Json, TestPosts.Noon));
            }

            await rebuild.FlushAsync();
            Assert.Equal((1, 1), (rebuild.Present, rebuild.Erased));
        }

        Assert.Equal([("lost", "joy"), ("there", "joy")], (await Stores.Timelines.QueryAsync("u1", new TimelineQuery())).Items.Select(item => (item.PostId, item.Emotion)));
        Assert.Empty((await Stores.Timelines.QueryAsync("gone", new TimelineQuery())).Items);
        Assert.Equal(UnstoredReason.Repeated, Assert.Single(await Stores.Timelines.AppendAsync([At("lost", 2).ToEntry(7)])).Reason);
        Assert.Equal(UnstoredReason.Erased, Assert.Single(await Stores.Timelines.AppendAsync([At("late", 3, "gone").ToEntry()])).Reason);
    }

    [Fact]
    public async Task A_server_that_was_restarted_is_used_again()
    {
        await Stores.Timelines.AppendAsync([At("a", 1)]);

        await _server.RestartAsync();
        await UntilItAnswersAsync(() => Stores.Timelines.AppendAsync([At("b", 2).ToEntry()]));

        Assert.Equal(["b", "a"], (await Stores.Timelines.QueryAsync("u1", new TimelineQuery())).Items.Select(item => item.PostId));
    }

    /// <summary>Tries again as ingest does; only faults that pass are allowed.</summary>
    private static async Task UntilItAnswersAsync(Func<Task> action)
    {
        while (true)
        {
            try
            {
                await action();
                return;
            }
            catch (PassingFaultException)
            {
                await Task.Delay(20, TestContext.Current.CancellationToken);
            }
        }
    }
}

[Trait("Category", "Process")]
public sealed class PostgresRetentionTests : RetentionContract
{
    private readonly PostgresHost _host;

    public PostgresRetentionTests(PostgresServer server)
        : this(new PostgresHost(server))
    {
    }

    private PostgresRetentionTests(PostgresHost host)
        : base(host) => _host = host;

    [Fact]
    public async Task Months_that_are_over_as_a_whole_are_dropped_and_of_the_others_what_is_over()
    {
        await LiveAsync(days: 75);
        Assert.Equal(4L, await TablesAsync());

        Assert.Equal(45, await Stores.Timelines.SweepAsync(TestContext.Current.CancellationToken));

        Assert.Equal(2L, await TablesAsync());
        Assert.Equal(30L, await _host.ExecuteAsync("SELECT count(*) FROM moodstream_timeline"));
        Assert.Equal(30L, await _host.ExecuteAsync("SELECT count(*) FROM moodstream_places"));
    }

    [Fact]
    public async Task Of_silos_that_sweep_at_once_one_goes_through_and_none_fails()
    {
        await using var other = await _host.OpenAsync(Time, Kept);
        await LiveAsync(days: 75);

        await Task.WhenAll(new[] { Stores, other, Stores, other }.Select(stores => stores.Timelines.SweepAsync(TestContext.Current.CancellationToken)));

        Assert.Equal(30L, await _host.ExecuteAsync("SELECT count(*) FROM moodstream_timeline"));
        Assert.Equal(30L, await _host.ExecuteAsync("SELECT count(*) FROM moodstream_places"));
    }

    /// <summary>Lets days pass, with a post on each.</summary>
    private async Task LiveAsync(int days)
    {
        for (var day = 0; day < days; day++)
        {
            Assert.Empty(await Stores.Timelines.AppendAsync([TestPosts.Event($"p{day}", at: Time.GetUtcNow()).ToEntry()]));
            Time.Advance(TimeSpan.FromDays(1));
        }
    }

    private Task<object?> TablesAsync() => _host.ExecuteAsync("SELECT count(*) FROM pg_inherits WHERE inhparent = 'moodstream_timeline'::regclass AND inhrelid <> 'moodstream_timeline_other'::regclass");
}

[Trait("Category", "Process")]
public sealed class PostgresPartsTests : PartsContract
{
    private readonly PostgresHost _host;

    public PostgresPartsTests(PostgresServer server)
        : this(new PostgresHost(server))
    {
    }

    private PostgresPartsTests(PostgresHost host)
        : base(host) => _host = host;

    [Fact]
    public async Task Silos_that_sweep_at_once_remove_each_post_once()
    {
        await using var other = await _host.OpenAsync();
        for (var i = 0; i < 1_500; i++)
        {
            await Stores.Posts.WriteAsync(new("u1", $"p{i}"), new() { Events = [TestPosts.Event($"p{i}")], ExpiresAt = TestPosts.Noon }, new Dictionary<string, SocialPost>());
        }

        var removed = await Task.WhenAll(Stores.Posts.SweepAsync(TestPosts.Noon), other.Posts.SweepAsync(TestPosts.Noon));

        Assert.Equal(1_500, removed.Sum(sweep => sweep.Removed));
    }
}

[Trait("Category", "Process")]
public sealed class PostgresErasureTests : ErasureContract
{
    private readonly PostgresHost _host;

    public PostgresErasureTests(PostgresServer server)
        : this(new PostgresHost(server))
    {
    }

    private PostgresErasureTests(PostgresHost host)
        : base(host) => _host = host;

    [Fact]
    public async Task An_erasure_holds_at_once_on_every_silo()
    {
        await using var other = await _host.OpenAsync();
        Assert.Empty(await other.Timelines.AppendAsync([Of(Gone, "a")]));

        await Stores.EraseAsync(Gone, TestPosts.Noon.AddHours(1));

        Assert.Single(await other.Timelines.AppendAsync([Of(Gone, "late")]));
        Assert.False(await other.Posts.WriteAsync(new(Gone, "p1"), Record(EmotionStatus.Provisional), new Dictionary<string, SocialPost>()));
        Assert.Empty((await other.Timelines.QueryAsync(Gone, new TimelineQuery())).Items);
    }

    [Fact]
    public async Task What_other_silos_write_while_a_user_is_erased_is_either_deleted_or_refused()
    {
        await using var other = await _host.OpenAsync();
        var appends = Enumerable.Range(0, 400).Select(i => Task.Run(() => (i % 2 == 0 ? other : Stores).Timelines.AppendAsync([Of(Gone, $"p{i}")]))).ToArray();
        var parts = Enumerable.Range(0, 100).Select(i => Task.Run(() =>
            other.Posts.WriteAsync(new(Gone, $"p{i}"), Record(EmotionStatus.Provisional), new Dictionary<string, SocialPost>()))).ToArray();
        await Stores.EraseAsync(Gone, TestPosts.Noon);
        await Task.WhenAll(appends);
        await Task.WhenAll(parts);

        Assert.Empty((await Stores.Timelines.QueryAsync(Gone, new TimelineQuery())).Items);
        Assert.Equal(0L, await _host.ExecuteAsync("SELECT (SELECT count(*) FROM moodstream_posts) + (SELECT count(*) FROM moodstream_places) + (SELECT count(*) FROM moodstream_post_contents)"));
    }

    [Fact]
    public async Task The_register_names_nobody()
    {
        await Stores.EraseAsync(Gone, TestPosts.Noon);

        Assert.Equal(1L, await _host.ExecuteAsync("SELECT count(*) FROM moodstream_erasures"));
        Assert.Equal(0L, await _host.ExecuteAsync($"SELECT count(*) FROM moodstream_erasures WHERE moodstream_erasures::text LIKE '%{Gone}%'"));
    }
}
