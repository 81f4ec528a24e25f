using Moodstream.Abstractions.Emotions;
using Moodstream.Abstractions.Models;
using Moodstream.Abstractions.Posts;
using Moodstream.Grains.Storage;
using Moodstream.Stores.Tests.Hosts;
using Moodstream.TestKit;

namespace Moodstream.Stores.Tests;

/// <summary>How every store keeps posts in parts.</summary>
public abstract class PartsContract : StoreContract
{
    private protected static readonly PostKey Key = new("u1", "p1");

    private static readonly Dictionary<string, SocialPost> Nothing = [];

    private protected PartsContract(StoreHost host)
        : base(host)
    {
    }

    private IPostStore Store => Stores.Posts;

    [Fact]
    public async Task A_post_that_was_never_written_is_not_there() => Assert.Null(await Store.ReadAsync(Key));

    [Fact]
    public async Task A_record_and_the_contents_of_its_parts_come_back_as_they_were_also_after_a_restart()
    {
        var record = Record(1);
        await Store.WriteAsync(Key, record, Contents("d1"));
        await ReopenAsync();

        var read = (await Store.ReadAsync(Key))!;

        Assert.Equal(record.Parts.Select(part => (part.Digest, part.Carries)), read.Parts.Select(part => (part.Digest, part.Carries)));
        Assert.Equal(record.Parts[0].Embeddings[0].Vector, read.Parts[0].Embeddings[0].Vector);
        Assert.Equal(record.Events.Select(emotion => emotion.ToEntry().Json), read.Events.Select(emotion => emotion.ToEntry().Json));
        Assert.Equal(record.ExpiresAt, read.ExpiresAt);
        Assert.Equal("words", (await Store.ReadContentsAsync(Key))["d1"].Text);
    }

    [Fact]
    public async Task Contents_gather_until_the_post_is_final_and_are_gone_then()
    {
        await Store.WriteAsync(Key, Record(1), Contents("d1"));
        await Store.WriteAsync(Key, Record(2), Contents("d2"));
        Assert.Equal(["d1", "d2"], (await Store.ReadContentsAsync(Key)).Keys.Order());

        await Store.WriteAsync(Key, Record(3, EmotionStatus.Final), Contents("d3"));

        Assert.Empty(await Store.ReadContentsAsync(Key));
        Assert.True((await Store.ReadAsync(Key))!.IsFinal);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    public async Task A_record_that_does_not_follow_the_one_that_is_there_is_refused_and_changes_nothing(int events)
    {
        await Store.WriteAsync(Key, Record(1), Contents("d1"));

        await Assert.ThrowsAsync<PostChangedException>(() => Store.WriteAsync(Key, Record(events), Contents("d2")));

        Assert.Single((await Store.ReadAsync(Key))!.Events);
        Assert.Equal(["d1"], (await Store.ReadContentsAsync(Key)).Keys);
    }

    [Fact]
    public async Task Of_many_who_write_the_same_revision_one_succeeds()
    {
        await Store.WriteAsync(Key, Record(1), Contents("d1"));

        var written = await Task.WhenAll(Enumerable.Range(0, 8).Select(i => Task.Run(async () =>
        {
            try
            {
                return await Store.WriteAsync(Key, Record(2), Contents($"w{i}"));
            }
            catch (PostChangedException)
            {
                return false;
            }
        })));

        Assert.Single(written, succeeded => succeeded);
        Assert.Equal(2, (await Store.ReadContentsAsync(Key)).Count);
    }

    [Fact]
    public async Task A_sweep_removes_the_final_posts_that_have_expired_and_names_those_that_are_to_be_closed()
    {
        for (var i = 0; i < 2_500; i++)
        {
            await Store.WriteAsync(new PostKey("u2", $"p{i}"), Record(1, EmotionStatus.Final) with { ExpiresAt = TestPosts.Noon.AddMinutes(i) }, Nothing);
        }

        await Store.WriteAsync(Key, Record(1) with { ExpiresAt = TestPosts.Noon }, Contents("d1"));
        Assert.Equal([Key], (await Store.SweepAsync(TestPosts.Noon)).ToClose);
        await Store.WriteAsync(Key, Record(2, EmotionStatus.Final) with { ExpiresAt = TestPosts.Noon, IsClosing = true }, Nothing);

        var (removed, toClose) = await Store.SweepAsync(TestPosts.Noon.AddMinutes(2_400));

        Assert.Equal((2_400, Key), (removed, Assert.Single(toClose)));
        await Store.WriteAsync(Key, Record(2, EmotionStatus.Final) with { ExpiresAt = TestPosts.Noon.AddYears(1) }, Nothing);
        (removed, toClose) = await Store.SweepAsync(TestPosts.Noon.AddMinutes(2_400));
        Assert.Equal((0, 0), (removed, toClose.Length));
        Assert.Equal(100, (await Store.SweepAsync(TestPosts.Noon.AddYears(1))).Removed);
        Assert.Null(await Store.ReadAsync(Key));
        Assert.Empty(await Store.ReadContentsAsync(Key));
    }

    [Fact]
    public async Task A_closing_record_gives_way_to_the_closed_one_and_a_provisional_one_to_no_other_of_its_revision()
    {
        await Store.WriteAsync(Key, Record(1), Contents("d1"));
        await Assert.ThrowsAsync<PostChangedException>(() => Store.WriteAsync(Key, Record(1, EmotionStatus.Final), Nothing));
        await Store.WriteAsync(Key, Record(2, EmotionStatus.Final) with { IsClosing = true }, Nothing);

        Assert.True(await Store.WriteAsync(Key, Record(2, EmotionStatus.Final), Nothing));
        await Assert.ThrowsAsync<PostChangedException>(() => Store.WriteAsync(Key, Record(2, EmotionStatus.Final), Nothing));
    }

    [Fact]
    public async Task Posts_of_users_whose_names_begin_alike_are_kept_apart()
    {
        await Store.WriteAsync(new PostKey("u", "1p1"), Record(1), Contents("d1"));

        Assert.Null(await Store.ReadAsync(Key));
        await Store.EraseAsync("u1");
        Assert.NotNull(await Store.ReadAsync(new PostKey("u", "1p1")));
    }

    private static Dictionary<string, SocialPost> Contents(string digest) => new() { [digest] = TestPosts.Words(Key.PostId, "words", Key.UserId) };

    private static PostRecord Record(int events, EmotionStatus status = EmotionStatus.Provisional) => new()
    {
        Parts = [.. Enumerable.Range(1, events).Select(i => new PartRecord
        {
            Digest = $"d{i}",
            Modalities = [Modality.Text],
            Embeddings = [new Embedding { Modality = Modality.Text, Vector = [0.5f, -1], ModelVersion = "v1" }],
            CreatedAt = TestPosts.Noon,
            Carries = i,
        })],
        Expects = [Modality.Text, Modality.Image],
        Events = [.. Enumerable.Range(1, events).Select(i => TestPosts.Event(Key.PostId, Key.UserId, i) with { Status = status })],
        ExpiresAt = TestPosts.Noon.AddDays(7),
    };
}
