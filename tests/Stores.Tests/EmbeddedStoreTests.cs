using System.Text;
using Moodstream.Abstractions.Emotions;
using Moodstream.Abstractions.Posts;
using Moodstream.Grains.Interfaces.Timelines;
using Moodstream.Stores.Tests.Hosts;
using Moodstream.TestKit;

namespace Moodstream.Stores.Tests;

[Trait("Category", "Unit")]
public sealed class EmbeddedTimelineTests : TimelineContract
{
    private readonly EmbeddedHost _host;

    public EmbeddedTimelineTests()
        : this(new EmbeddedHost())
    {
    }

    private EmbeddedTimelineTests(EmbeddedHost host)
        : base(host) => _host = host;

    [Fact]
    public async Task An_acknowledged_append_is_in_the_files_that_a_killed_process_leaves()
    {
        await Stores.Timelines.AppendAsync([At("a", 1)]);

        // What a process has given to the operating system survives its death: the files as they are now.
        var left = _host.Folder + "-left";
        Directory.CreateDirectory(left);
        foreach (var file in Directory.GetFiles(_host.Folder))
        {
            File.Copy(file, Path.Combine(left, Path.GetFileName(file)));
        }

        await using var revived = _host.Open(left);

        Assert.Equal("a", Assert.Single((await revived.Timelines.QueryAsync("u1", new TimelineQuery())).Items).PostId);
    }

    [Fact]
    public async Task A_closed_database_answers_with_an_error()
    {
        await Stores.DisposeAsync();

        await Assert.ThrowsAsync<ObjectDisposedException>(() => Stores.Timelines.QueryAsync("u1", new TimelineQuery()));
        await Assert.ThrowsAnyAsync<InvalidOperationException>(() => Stores.Timelines.AppendAsync([At("a", 1)]));
    }
}

[Trait("Category", "Unit")]
public sealed class EmbeddedCountTests() : CountContract(new EmbeddedHost());

[Trait("Category", "Unit")]
public sealed class EmbeddedRetentionTests() : RetentionContract(new EmbeddedHost());

[Trait("Category", "Unit")]
public sealed class EmbeddedPartsTests() : PartsContract(new EmbeddedHost());

[Trait("Category", "Unit")]
public sealed class EmbeddedErasureTests : ErasureContract
{
    private readonly EmbeddedHost _host;

    public EmbeddedErasureTests()
        : this(new EmbeddedHost())
    {
    }

    private EmbeddedErasureTests(EmbeddedHost host)
        : base(host) => _host = host;

    [Fact]
    public async Task An_erasure_that_an_earlier_version_registered_for_a_time_to_come_ends_with_the_next_start()
    {
        await Stores.EraseAsync(Gone, TestPosts.Noon.AddYears(7000));
        await ReopenAsync();

        Assert.Single(await Stores.Timelines.AppendAsync([Of(Gone, "before", TestPosts.Noon)]));
        Assert.Empty(await Stores.Timelines.AppendAsync([Of(Gone, "after", DateTimeOffset.UtcNow.AddMinutes(1))]));
    }

    [Fact]
    public async Task No_file_of_the_store_names_an_erased_user_or_what_was_in_the_posts()
    {
        await Stores.Timelines.AppendAsync([.. Enumerable.Range(0, 200).Select(i => Of(i % 2 == 0 ? Gone : $"u{i}", $"{(i % 2 == 0 ? "gone-post" : "p")}-{i:D3}", TestPosts.Noon.AddMinutes(i)))]);
        await Stores.Posts.WriteAsync(
            new PostKey(Gone, "gone-post-in-parts"),
            Record(EmotionStatus.Provisional),
            new Dictionary<string, SocialPost> { ["d1"] = TestPosts.Words("gone-post-in-parts", "secret words", Gone) });
        Assert.NotEmpty(FilesWith(Gone));

        await Stores.EraseAsync(Gone, TestPosts.Noon.AddDays(1));

        Assert.Empty(FilesWith(Gone));
        Assert.Empty(FilesWith(Convert.ToHexString(Encoding.UTF8.GetBytes(Gone))));
        Assert.Empty(FilesWith("gone-post"));
        Assert.Empty(FilesWith("secret words"));
        Assert.Equal(100, (await Task.WhenAll(Enumerable.Range(0, 100).Select(i => Stores.Timelines.QueryAsync($"u{(2 * i) + 1}", new TimelineQuery())))).Sum(page => page.Items.Length));
    }

    [Fact]
    public async Task No_file_holds_what_was_deleted_of_an_erased_user_long_before()
    {
        await Stores.Timelines.AppendAsync([Of(Gone, "p1")]);
        await Stores.Posts.WriteAsync(
            new PostKey(Gone, "p1"), Record(EmotionStatus.Final), new Dictionary<string, SocialPost> { ["d1"] = TestPosts.Words("p1", "secret words", Gone) });
        Assert.Equal(1, (await Stores.Posts.SweepAsync(TestPosts.Noon.AddYears(1))).Removed);

        await Stores.EraseAsync(Gone, TestPosts.Noon.AddDays(1));

        Assert.Empty(FilesWith(Gone));
    }

    [Fact]
    public async Task Erasing_somebody_who_was_never_seen_rewrites_no_file()
    {
        await Stores.Timelines.AppendAsync([Of("u1", "p1")]);
        await Stores.EraseAsync("u1", TestPosts.Noon.AddDays(1));
        var before = Tables();

        await Stores.EraseAsync("u1", TestPosts.Noon.AddDays(1));
        await Stores.EraseAsync(Gone, TestPosts.Noon.AddDays(1));

        Assert.NotEmpty(before);
        Assert.Equal(before, Tables());

        string[] Tables() => [.. Directory.EnumerateFiles(_host.Folder, "*.sst").Order(StringComparer.Ordinal)];
    }

    /// <summary>Data files and logs that hold a text. The manifest, which names bounds of files that are no more, is rewritten at the next start.</summary>
    private List<string> FilesWith(string text)
    {
        var wanted = Encoding.UTF8.GetBytes(text);
        return [.. Directory.EnumerateFiles(_host.Folder, "*", SearchOption.AllDirectories)
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
}
