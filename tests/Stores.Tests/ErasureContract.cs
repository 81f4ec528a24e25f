using Moodstream.Abstractions.Emotions;
using Moodstream.Abstractions.Posts;
using Moodstream.Grains.Interfaces.Timelines;
using Moodstream.Grains.Storage;
using Moodstream.Stores.Tests.Hosts;
using Moodstream.TestKit;

namespace Moodstream.Stores.Tests;

/// <summary>What an erasure does in every store.</summary>
public abstract class ErasureContract : StoreContract
{
    private protected const string Gone = "user-who-leaves";

    private protected ErasureContract(StoreHost host)
        : base(host)
    {
    }

    [Fact]
    public async Task An_erased_users_timeline_is_empty_and_others_keep_theirs()
    {
        await Stores.Timelines.AppendAsync([Of(Gone, "a"), Of(Gone, "b"), Of("user-who-leaves-not", "c"), Of("u1", "d")]);

        await Stores.EraseAsync(Gone, TestPosts.Noon.AddHours(1));

        Assert.Empty((await Stores.Timelines.QueryAsync(Gone, new TimelineQuery())).Items);
        Assert.Single((await Stores.Timelines.QueryAsync("user-who-leaves-not", new TimelineQuery())).Items);
        Assert.Single((await Stores.Timelines.QueryAsync("u1", new TimelineQuery())).Items);
    }

    [Fact]
    public async Task Late_events_of_posts_from_before_the_erasure_are_refused_also_after_a_restart_and_new_posts_are_welcome()
    {
        await Stores.Timelines.AppendAsync([Of(Gone, "a")]);
        await Stores.EraseAsync(Gone, TestPosts.Noon.AddHours(1));
        await ReopenAsync();

        var refused = await Stores.Timelines.AppendAsync([Of(Gone, "a"), Of(Gone, "late", TestPosts.Noon.AddMinutes(59)), Of(Gone, "new", TestPosts.Noon.AddHours(2)), Of("u1", "other")]);

        Assert.Equal(["a", "late"], refused.Select(emotion => emotion.PostId));
        Assert.Equal(["new"], (await Stores.Timelines.QueryAsync(Gone, new TimelineQuery())).Items.Select(emotion => emotion.PostId));
    }

    [Fact]
    public async Task A_post_that_claims_to_come_from_the_future_is_erased_and_does_not_come_back_and_later_posts_are_welcome()
    {
        var joke = Of(Gone, "joke", TestPosts.Noon.AddYears(7000)) with { ReceivedAt = TestPosts.Noon.AddHours(-1) };
        await Stores.Timelines.AppendAsync([joke]);

        await Stores.EraseAsync(Gone, TestPosts.Noon);

        Assert.Empty((await Stores.Timelines.QueryAsync(Gone, new TimelineQuery())).Items);
        var later = TestPosts.Noon.AddMinutes(1);
        var refused = await Stores.Timelines.AppendAsync(
        [
            joke,
            joke with { Revision = 2 },
            Of(Gone, "under-way", TestPosts.Noon.AddYears(1)) with { ReceivedAt = TestPosts.Noon },
            Of(Gone, "ordinary", later) with { ReceivedAt = later },
            Of(Gone, "another-joke", TestPosts.Noon.AddYears(7000)) with { ReceivedAt = later },
            Of(Gone, "late", TestPosts.Noon.AddDays(-1)) with { ReceivedAt = later },
        ]);
        Assert.Equal(["joke", "joke", "under-way", "late"], refused.Select(emotion => emotion.PostId));
        Assert.Equal(["another-joke", "ordinary"], (await Stores.Timelines.QueryAsync(Gone, new TimelineQuery())).Items.Select(emotion => emotion.PostId));
    }

    [Fact]
    public async Task A_post_of_the_future_of_which_nobody_knows_when_it_came_in_keeps_nothing_else_out()
    {
        await Stores.Timelines.AppendAsync([Of(Gone, "joke", TestPosts.Noon.AddYears(7000))]);

        await Stores.EraseAsync(Gone, TestPosts.Noon);

        Assert.Empty((await Stores.Timelines.QueryAsync(Gone, new TimelineQuery())).Items);
        Assert.Empty(await Stores.Timelines.AppendAsync([Of(Gone, "ordinary", TestPosts.Noon.AddMinutes(1))]));
    }

    [Fact]
    public async Task A_repeated_erasure_never_reaches_less_far_than_the_one_before()
    {
        await Stores.EraseAsync(Gone, TestPosts.Noon.AddHours(2));
        await Stores.EraseAsync(Gone, TestPosts.Noon);

        Assert.Single(await Stores.Timelines.AppendAsync([Of(Gone, "a", TestPosts.Noon.AddHours(1))]));
    }

    [Fact]
    public async Task Events_that_are_appended_while_the_user_is_erased_are_either_deleted_or_refused()
    {
        var appends = Enumerable.Range(0, 400).Select(i => Task.Run(() => Stores.Timelines.AppendAsync([Of(Gone, $"p{i}")]))).ToArray();
        await Stores.EraseAsync(Gone, TestPosts.Noon);
        await Task.WhenAll(appends);

        Assert.Empty((await Stores.Timelines.QueryAsync(Gone, new TimelineQuery())).Items);
    }

    [Fact]
    public async Task The_parts_of_an_erased_users_posts_are_gone_and_cannot_be_written_again()
    {
        var key = new PostKey(Gone, "p1");
        var record = Record(EmotionStatus.Provisional);
        Assert.True(await Stores.Posts.WriteAsync(key, record, new Dictionary<string, SocialPost> { ["d1"] = TestPosts.Words("p1", "secret words", Gone) }));
        Assert.True(await Stores.Posts.WriteAsync(key, record with { Events = [Of(Gone, "p1"), Of(Gone, "p1")], ExpiresAt = TestPosts.Noon.AddDays(9) }, new Dictionary<string, SocialPost>()));

        await Stores.EraseAsync(Gone, TestPosts.Noon);

        Assert.Null(await Stores.Posts.ReadAsync(key));
        Assert.Empty(await Stores.Posts.ReadContentsAsync(key));
        Assert.False(await Stores.Posts.WriteAsync(key, record, new Dictionary<string, SocialPost>()));
        Assert.Null(await Stores.Posts.ReadAsync(key));
        var later = Of(Gone, "p1", TestPosts.Noon.AddHours(1));
        Assert.False(await Stores.Posts.WriteAsync(key, record with { Events = [later with { ReceivedAt = TestPosts.Noon }] }, new Dictionary<string, SocialPost>()));
        Assert.True(await Stores.Posts.WriteAsync(key, record with { Events = [later] }, new Dictionary<string, SocialPost>()));
    }

    private protected static EmotionEvent Of(string user, string post, DateTimeOffset? at = null) => TestPosts.Event(post, user, at: at);

    private protected static PostRecord Record(EmotionStatus status) => new()
    {
        Parts = [new PartRecord { Digest = "d1", Modalities = [Modality.Text], Embeddings = [], CreatedAt = TestPosts.Noon, Carries = 1 }],
        Expects = [Modality.Text, Modality.Image],
        Events = [Of(Gone, "p1") with { Status = status }],
        ExpiresAt = TestPosts.Noon.AddDays(7),
    };
}
