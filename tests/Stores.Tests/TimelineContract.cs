using Moodstream.Abstractions.Emotions;
using Moodstream.Abstractions.Posts;
using Moodstream.Grains.Interfaces.Timelines;
using Moodstream.Grains.Storage;
using Moodstream.Stores.Tests.Hosts;
using Moodstream.TestKit;

namespace Moodstream.Stores.Tests;

/// <summary>What every store of timelines does.</summary>
public abstract class TimelineContract : StoreContract
{
    private protected TimelineContract(StoreHost host)
        : base(host)
    {
    }

    private ITimelineStore Store => Stores.Timelines;

    [Fact]
    public async Task A_timeline_is_read_newest_first_and_a_stranger_has_an_empty_one()
    {
        await Store.AppendAsync([At("a", 1), At("b", 3), At("c", 2)]);

        Assert.Equal(["b", "c", "a"], await IdsAsync(new TimelineQuery()));
        Assert.Empty((await Store.QueryAsync("nobody", new TimelineQuery())).Items);
    }

    [Fact]
    public async Task An_event_comes_back_as_it_wasStored()
    {
        var stored = TestPosts.Event("p", emotion: "fröhlich");
        await Store.AppendAsync([stored]);

        var read = Assert.Single((await Store.QueryAsync("u1", new TimelineQuery())).Items);

        Assert.Equal(stored.ToEntry().Json, read.ToEntry().Json);
    }

    [Fact]
    public async Task The_first_of_equal_revisions_counts()
    {
        await Store.AppendAsync([At("a", 1, emotion: "joy")]);
        await Store.AppendAsync([At("a", 1, emotion: "fear"), At("a", 1, emotion: "anger")]);

        var read = Assert.Single((await Store.QueryAsync("u1", new TimelineQuery())).Items);

        Assert.Equal("joy", read.Emotion);
    }

    [Fact]
    public async Task A_newer_revision_replaces_the_older_one_even_where_its_creation_time_differs()
    {
        await Store.AppendAsync([At("a", 5), At("b", 3)]);
        await Store.AppendAsync([At("a", 1, revision: 2)]);

        var read = (await Store.QueryAsync("u1", new TimelineQuery())).Items;

        Assert.Equal([("b", 1), ("a", 2)], read.Select(item => (item.PostId, item.Revision)));
    }

    [Fact]
    public async Task An_older_revision_never_replaces_a_newer_one_in_the_same_append_or_in_another()
    {
        await Store.AppendAsync([At("a", 1, revision: 3), At("a", 2, revision: 2)]);
        await Store.AppendAsync([At("a", 4, revision: 1)]);

        var read = Assert.Single((await Store.QueryAsync("u1", new TimelineQuery())).Items);

        Assert.Equal(3, read.Revision);
    }

    [Fact]
    public async Task What_was_said_under_an_id_is_what_whoever_brings_it_again_is_told()
    {
        var first = At("a", 1, emotion: "joy").ToEntry();
        var again = At("a", 7, emotion: "fear").ToEntry();
        await Store.AppendAsync([At("other", 1).ToEntry(), first]);

        var later = Assert.Single(await Store.AppendAsync([At("new", 2).ToEntry(), again]));
        var together = Assert.Single(await Store.AppendAsync([At("b", 1, emotion: "joy").ToEntry(), At("b", 1, emotion: "fear").ToEntry()]));

        Assert.Equal((1, UnstoredReason.Repeated), (later.Index, later.Reason));
        Assert.Equal(first.Json, later.Json);
        Assert.Equal(At("b", 1, emotion: "joy").ToEntry().Json, together.Json);
        Assert.Equal("joy", (await Store.QueryAsync("u1", new TimelineQuery())).Items.Single(item => item.PostId == "a").Emotion);
    }

    [Fact]
    public async Task Content_that_is_not_known_is_in_conflict_with_none_and_what_was_said_is_said_again()
    {
        var rebuilt = At("a", 1, emotion: "joy").ToEntry() with { Content = TimelineEntry.UnknownContent };
        Assert.Empty(await Store.AppendAsync([rebuilt]));

        var repeated = Assert.Single(await Store.AppendAsync([At("a", 1, emotion: "fear").ToEntry(7)]));
        Assert.Equal(UnstoredReason.Repeated, repeated.Reason);
        Assert.Equal(rebuilt.Json, repeated.Json);
        await Store.AppendAsync([At("b", 1).ToEntry(7)]);
        Assert.Equal(UnstoredReason.Repeated, Assert.Single(await Store.AppendAsync([At("b", 1).ToEntry() with { Content = TimelineEntry.UnknownContent }])).Reason);
        Assert.Equal(UnstoredReason.Conflict, Assert.Single(await Store.AppendAsync([At("b", 1).ToEntry(8)])).Reason);
    }

    [Fact]
    public async Task The_latest_revision_of_a_post_is_told()
    {
        await Store.AppendAsync([At("a", 1), At("a", 1, revision: 3), At("a", 1, revision: 2)]);

        Assert.Equal(3, await Store.RevisionAsync(new PostKey("u1", "a")));
        Assert.Equal(0, await Store.RevisionAsync(new PostKey("u1", "b")));
    }

    [Theory]
    [InlineData(1, 2, 1)]
    [InlineData(1, 0, 1)]
    [InlineData(1, 0, 2)]
    [InlineData(0, 1, 1)]
    public async Task Another_post_under_the_same_id_is_a_conflict_and_changes_nothing(int content, int otherContent, int otherRevision)
    {
        await Store.AppendAsync([At("a", 1, emotion: "joy").ToEntry(content)]);

        var unstored = Assert.Single(await Store.AppendAsync([At("a", 2, revision: otherRevision, emotion: "fear").ToEntry(otherContent), At("b", 3).ToEntry()]));

        Assert.Equal((0, UnstoredReason.Conflict), (unstored.Index, unstored.Reason));
        Assert.Equal(["b", "a"], await IdsAsync(new TimelineQuery()));
        Assert.Equal("joy", (await Store.QueryAsync("u1", new TimelineQuery())).Items[1].Emotion);
    }

    [Fact]
    public async Task Two_users_may_give_their_posts_the_same_id()
    {
        await Store.AppendAsync([At("a", 1).ToEntry(1)]);

        Assert.Empty(await Store.AppendAsync([At("a", 1, user: "u2").ToEntry(2)]));
    }

    [Fact]
    public async Task Concurrent_appends_are_all_there_once()
    {
        await Task.WhenAll(Enumerable.Range(0, 200).Select(i => Store.AppendAsync([At($"p{i % 100:D3}", i % 100)])));

        Assert.Equal(100, (await IdsAsync(new TimelineQuery { Limit = 1000 })).Distinct().Count());
    }

    [Fact]
    public async Task A_range_includes_its_start_and_excludes_its_end()
    {
        await Store.AppendAsync([At("a", 1), At("b", 2), At("c", 3), At("d", 4)]);

        Assert.Equal(["c", "b"], await IdsAsync(new TimelineQuery { From = TestPosts.Noon.AddMinutes(2), To = TestPosts.Noon.AddMinutes(4) }));
        Assert.Empty(await IdsAsync(new TimelineQuery { To = DateTimeOffset.MinValue }));
        Assert.Equal(4, (await IdsAsync(new TimelineQuery { From = DateTimeOffset.MinValue, To = DateTimeOffset.MaxValue })).Length);
    }

    [Fact]
    public async Task Pages_cover_a_timeline_without_gaps_or_repetitions_also_where_times_are_equal()
    {
        await Store.AppendAsync([.. Enumerable.Range(0, 25).Select(i => At($"p{i:D2}", i / 10))]);

        var seen = new List<string>();
        string? cursor = null;
        do
        {
            var page = await Store.QueryAsync("u1", new TimelineQuery { Limit = 5, Cursor = cursor });
            Assert.Equal(5, page.Items.Length);
            seen.AddRange(page.Items.Select(item => item.PostId));
            cursor = page.NextCursor;
        }
        while (cursor is not null);

        Assert.Equal(Enumerable.Range(0, 25).Select(i => $"p{i:D2}"), seen.Order());
        Assert.Equal(await IdsAsync(new TimelineQuery()), seen);
    }

    [Fact]
    public async Task A_cursor_keeps_its_place_when_newer_entries_come_and_its_own_entry_goes()
    {
        await Store.AppendAsync([At("a", 1), At("b", 2), At("c", 3)]);
        var first = await Store.QueryAsync("u1", new TimelineQuery { Limit = 1 });

        await Store.AppendAsync([At("d", 4), At("c", 5, revision: 2)]);
        var second = await Store.QueryAsync("u1", new TimelineQuery { Cursor = first.NextCursor });

        Assert.Equal(["b", "a"], second.Items.Select(item => item.PostId));
    }

    [Fact]
    public async Task A_filter_by_emotion_counts_only_what_matches()
    {
        await Store.AppendAsync([.. Enumerable.Range(0, 10).Select(i => At($"p{i}", i, emotion: i % 3 == 0 ? "joy" : "fear"))]);

        var page = await Store.QueryAsync("u1", new TimelineQuery { Emotion = "joy", Limit = 3 });
        var rest = await Store.QueryAsync("u1", new TimelineQuery { Emotion = "joy", Limit = 3, Cursor = page.NextCursor });

        Assert.Equal(["p9", "p6", "p3"], page.Items.Select(item => item.PostId));
        Assert.Equal(["p0"], rest.Items.Select(item => item.PostId));
        Assert.Null(rest.NextCursor);
    }

    [Fact]
    public async Task The_last_page_has_no_cursor_even_where_it_is_full()
    {
        await Store.AppendAsync([At("a", 1), At("b", 2, emotion: "fear")]);

        Assert.Null((await Store.QueryAsync("u1", new TimelineQuery { Limit = 2 })).NextCursor);
        Assert.Null((await Store.QueryAsync("u1", new TimelineQuery { Limit = 1, Emotion = "fear" })).NextCursor);
    }

    [Fact]
    public async Task A_query_for_what_is_rare_goes_through_a_long_timeline_in_steps()
    {
        for (var i = 0; i < 101; i++)
        {
            await Store.AppendAsync([.. Enumerable.Range(i * 1_000, 1_000).Select(j => At($"p{j}", j))]);
        }

        await Store.AppendAsync([At("rare", -1, emotion: "fear")]);
        var first = await Store.QueryAsync("u1", new TimelineQuery { Emotion = "fear" });
        var second = await Store.QueryAsync("u1", new TimelineQuery { Emotion = "fear", Cursor = first.NextCursor });

        Assert.Empty(first.Items);
        Assert.Equal("rare", Assert.Single(second.Items).PostId);
        Assert.Null(second.NextCursor);
    }

    [Fact]
    public async Task No_user_sees_another_whose_name_begins_alike()
    {
        await Store.AppendAsync([At("a", 1, user: "u"), At("b", 1, user: "u1"), At("c", 1, user: "u11"), At("d", 1, user: "")]);

        Assert.Equal(["b"], await IdsAsync(new TimelineQuery()));
    }

    [Fact]
    public async Task A_cursor_of_another_user_or_one_that_was_changed_is_refused()
    {
        await Store.AppendAsync([At("a", 1), At("b", 2), At("c", 1, user: "u2"), At("d", 2, user: "u2")]);
        var cursor = (await Store.QueryAsync("u1", new TimelineQuery { Limit = 1 })).NextCursor!;
        var changed = (cursor[0] == 'A' ? 'B' : 'A') + cursor[1..];

        await RefusedAsync("u2", cursor);
        await RefusedAsync("u1", changed);
        await RefusedAsync("u1", cursor[..^4]);
        await RefusedAsync("u1", "no cursor at all!");
        await RefusedAsync("u1", "AAAA");
        await RefusedAsync("u1", string.Empty);
        Assert.Single((await Store.QueryAsync("u1", new TimelineQuery { Cursor = cursor })).Items);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(-1)]
    [InlineData(TimelineQuery.MaxLimit + 1)]
    public async Task A_limit_out_of_range_is_refused(int limit) =>
        await Assert.ThrowsAsync<ArgumentOutOfRangeException>(() => Store.QueryAsync("u1", new TimelineQuery { Limit = limit }));

    [Fact]
    public async Task A_reopenedStore_has_its_timelines_and_honours_old_cursors()
    {
        await Store.AppendAsync([At("a", 1), At("b", 2)]);
        var cursor = (await Store.QueryAsync("u1", new TimelineQuery { Limit = 1 })).NextCursor;

        await ReopenAsync();

        Assert.Equal(["a"], await IdsAsync(new TimelineQuery { Cursor = cursor }));
    }

    private protected static EmotionEvent At(string post, int minutes, string user = "u1", int revision = 1, string emotion = "joy") =>
        TestPosts.Event(post, user, revision, TestPosts.Noon.AddMinutes(minutes), emotion);

    private async Task RefusedAsync(string user, string cursor) =>
        await Assert.ThrowsAsync<InvalidCursorException>(() => Store.QueryAsync(user, new TimelineQuery { Cursor = cursor }));

    private async Task<string[]> IdsAsync(TimelineQuery query) => [.. (await Store.QueryAsync("u1", query)).Items.Select(item => item.PostId)];
}
