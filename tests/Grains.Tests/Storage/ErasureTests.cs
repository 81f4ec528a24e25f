using System.Text;
using Microsoft.Extensions.DependencyInjection;
using Moodstream.Abstractions.Emotions;
using Moodstream.Abstractions.Posts;
using Moodstream.Grains.Interfaces.Timelines;
using Moodstream.Grains.Storage;
using Moodstream.TestKit;
using Orleans.Serialization;

namespace Moodstream.Grains.Tests.Storage;

public sealed class ErasureTests : IAsyncLifetime
{
    private const string Gone = "user-who-leaves";

    private readonly TemporaryFolder _directory = new();
    private readonly ServiceProvider _services = new ServiceCollection().AddSerializer().BuildServiceProvider();
    private EmbeddedDatabase _database = null!;
    private RocksTimelineStore _timelines = null!;
    private RocksPostStore _posts = null!;
    private ErasureRegister _erasures = null!;

    public ValueTask InitializeAsync()
    {
        Open();
        return ValueTask.CompletedTask;
    }

    public async ValueTask DisposeAsync()
    {
        await CloseAsync();
        _services.Dispose();
        _directory.Dispose();
    }

    [Fact]
    public async Task An_erased_users_timeline_is_empty_and_others_keep_theirs()
    {
        await _timelines.AppendAsync([Of(Gone, "a"), Of(Gone, "b"), Of("user-who-leaves-not", "c"), Of("u1", "d")]);

        await EraseAsync(Gone, TestPosts.Noon.AddHours(1));

        Assert.Empty((await _timelines.QueryAsync(Gone, new TimelineQuery())).Items);
        Assert.Single((await _timelines.QueryAsync("user-who-leaves-not", new TimelineQuery())).Items);
        Assert.Single((await _timelines.QueryAsync("u1", new TimelineQuery())).Items);
    }

    [Fact]
    public async Task Late_events_of_posts_from_before_the_erasure_are_refused_also_after_a_restart_and_new_posts_are_welcome()
    {
        await _timelines.AppendAsync([Of(Gone, "a")]);
        await EraseAsync(Gone, TestPosts.Noon.AddHours(1));
        await CloseAsync();
        Open();

        var refused = await _timelines.AppendAsync([Of(Gone, "a"), Of(Gone, "late", TestPosts.Noon.AddMinutes(59)), Of(Gone, "new", TestPosts.Noon.AddHours(2)), Of("u1", "other")]);

        Assert.Equal(["a", "late"], refused.Select(emotion => emotion.PostId));
        Assert.Equal(["new"], (await _timelines.QueryAsync(Gone, new TimelineQuery())).Items.Select(emotion => emotion.PostId));
    }

    [Fact]
    public async Task A_post_that_claims_to_come_from_the_future_is_erased_and_does_not_come_back_and_later_posts_are_welcome()
    {
        var joke = Of(Gone, "joke", TestPosts.Noon.AddYears(7000)) with { ReceivedAt = TestPosts.Noon.AddHours(-1) };
        await _timelines.AppendAsync([joke]);

        await EraseAsync(Gone, TestPosts.Noon);

        Assert.Empty((await _timelines.QueryAsync(Gone, new TimelineQuery())).Items);
        var later = TestPosts.Noon.AddMinutes(1);
        var refused = await _timelines.AppendAsync(
        [
            joke,
            joke with { Revision = 2 },
            Of(Gone, "under-way", TestPosts.Noon.AddYears(1)) with { ReceivedAt = TestPosts.Noon },
            Of(Gone, "ordinary", later) with { ReceivedAt = later },
            Of(Gone, "another-joke", TestPosts.Noon.AddYears(7000)) with { ReceivedAt = later },
            Of(Gone, "late", TestPosts.Noon.AddDays(-1)) with { ReceivedAt = later },
        ]);
        Assert.Equal(["joke", "joke", "under-way", "late"], refused.Select(emotion => emotion.PostId));
        Assert.Equal(["another-joke", "ordinary"], (await _timelines.QueryAsync(Gone, new TimelineQuery())).Items.Select(emotion => emotion.PostId));
    }

    [Fact]
    public async Task A_post_of_the_future_of_which_nobody_knows_when_it_came_in_keeps_nothing_else_out()
    {
        await _timelines.AppendAsync([Of(Gone, "joke", TestPosts.Noon.AddYears(7000))]);

        await EraseAsync(Gone, TestPosts.Noon);

        Assert.Empty((await _timelines.QueryAsync(Gone, new TimelineQuery())).Items);
        Assert.Empty(await _timelines.AppendAsync([Of(Gone, "ordinary", TestPosts.Noon.AddMinutes(1))]));
    }

    [Fact]
    public async Task An_erasure_that_an_earlier_version_registered_for_a_time_to_come_ends_with_the_next_start()
    {
        await EraseAsync(Gone, TestPosts.Noon.AddYears(7000));
        await CloseAsync();
        Open();

        Assert.Single(await _timelines.AppendAsync([Of(Gone, "before", TestPosts.Noon)]));
        Assert.Empty(await _timelines.AppendAsync([Of(Gone, "after", DateTimeOffset.UtcNow.AddMinutes(1))]));
    }

    [Fact]
    public async Task A_repeated_erasure_never_reaches_less_far_than_the_one_before()
    {
        await EraseAsync(Gone, TestPosts.Noon.AddHours(2));
        await EraseAsync(Gone, TestPosts.Noon);

        Assert.Single(await _timelines.AppendAsync([Of(Gone, "a", TestPosts.Noon.AddHours(1))]));
    }

    [Fact]
    public async Task Events_that_are_appended_while_the_user_is_erased_are_either_deleted_or_refused()
    {
        var appends = Enumerable.Range(0, 400).Select(i => Task.Run(() => _timelines.AppendAsync([Of(Gone, $"p{i}")]))).ToArray();
        await EraseAsync(Gone, TestPosts.Noon);
        await Task.WhenAll(appends);

        Assert.Empty((await _timelines.QueryAsync(Gone, new TimelineQuery())).Items);
    }

    [Fact]
    public async Task The_parts_of_an_erased_users_posts_are_gone_and_cannot_be_written_again()
    {
        var key = new PostKey(Gone, "p1");
        var record = Record(EmotionStatus.Provisional);
        Assert.True(await _posts.WriteAsync(key, record, new Dictionary<string, SocialPost> { ["d1"] = TestPosts.Words("p1", "secret words", Gone) }));
        Assert.True(await _posts.WriteAsync(key, record with { ExpiresAt = TestPosts.Noon.AddDays(9) }, new Dictionary<string, SocialPost>()));

        await EraseAsync(Gone, TestPosts.Noon);

        Assert.Null(await _posts.ReadAsync(key));
        Assert.Empty(await _posts.ReadContentsAsync(key));
        Assert.False(await _posts.WriteAsync(key, record, new Dictionary<string, SocialPost>()));
        Assert.Null(await _posts.ReadAsync(key));
        var later = Of(Gone, "p1", TestPosts.Noon.AddHours(1));
        Assert.False(await _posts.WriteAsync(key, record with { Events = [later with { ReceivedAt = TestPosts.Noon }] }, new Dictionary<string, SocialPost>()));
        Assert.True(await _posts.WriteAsync(key, record with { Events = [later] }, new Dictionary<string, SocialPost>()));
    }

    [Fact]
    public async Task No_file_of_the_store_names_an_erased_user_or_what_was_in_the_posts()
    {
        await _timelines.AppendAsync([.. Enumerable.Range(0, 200).Select(i => Of(i % 2 == 0 ? Gone : $"u{i}", $"{(i % 2 == 0 ? "gone-post" : "p")}-{i:D3}", TestPosts.Noon.AddMinutes(i)))]);
        await _posts.WriteAsync(
            new PostKey(Gone, "gone-post-in-parts"),
            Record(EmotionStatus.Provisional),
            new Dictionary<string, SocialPost> { ["d1"] = TestPosts.Words("gone-post-in-parts", "secret words", Gone) });
        Assert.NotEmpty(FilesWith(Gone));

        await EraseAsync(Gone, TestPosts.Noon.AddDays(1));

        Assert.Empty(FilesWith(Gone));
        Assert.Empty(FilesWith("gone-post"));
        Assert.Empty(FilesWith("secret words"));
        Assert.Equal(100, (await Task.WhenAll(Enumerable.Range(0, 100).Select(i => _timelines.QueryAsync($"u{(2 * i) + 1}", new TimelineQuery())))).Sum(page => page.Items.Length));
    }

    private static EmotionEvent Of(string user, string post, DateTimeOffset? at = null) => TestPosts.Event(post, user, at: at);

    private static PostRecord Record(EmotionStatus status) => new()
    {
        Parts = [new PartRecord { Digest = "d1", Modalities = [Modality.Text], Embeddings = [], CreatedAt = TestPosts.Noon, Carries = 1 }],
        Expects = [Modality.Text, Modality.Image],
        Events = [Of(Gone, "p1") with { Status = status }],
        ExpiresAt = TestPosts.Noon.AddDays(7),
    };

    /// <summary>Data files and logs that hold a text. The manifest, which names bounds of files that are no more, is rewritten at the next start.</summary>
    private List<string> FilesWith(string text)
    {
        var wanted = Encoding.UTF8.GetBytes(text);
        return [.. Directory.EnumerateFiles(_directory.Path, "*", SearchOption.AllDirectories)
            .Where(file => !Path.GetFileName(file).StartsWith("MANIFEST", StringComparison.Ordinal))
            .Where(file => Read(file).AsSpan().IndexOf(wanted) >= 0)];
    }

    private static byte[] Read(string file)
    {
        using var stream = new FileStream(file, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
        var bytes = new byte[stream.Length];
        stream.ReadExactly(bytes);
        return bytes;
    }

    private async Task EraseAsync(string user, DateTimeOffset at)
    {
        _erasures.Add(user, at);
        await _timelines.EraseAsync(user);
        await _posts.EraseAsync(user);
    }

    private void Open()
    {
        _database = EmbeddedDatabase.Open(_directory.Options);
        _erasures = new ErasureRegister(_database);
        _timelines = new RocksTimelineStore(_database, _erasures);
        _posts = new RocksPostStore(_database, _erasures, _services.GetRequiredService<Serializer>());
    }

    private async Task CloseAsync()
    {
        await _timelines.DisposeAsync();
        _database.Dispose();
    }
}
