using System.Net;
using System.Net.Http.Json;
using System.Text;
using Moodstream.EndToEnd.Tests.Harness;

namespace Moodstream.EndToEnd.Tests;

/// <summary>An erased user is nowhere any more.</summary>
[Trait("Category", "Process")]
public sealed class ErasureTests
{
    private const int Timeout = 180_000;
    private const string Gone = "somebody-who-leaves";

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact(Timeout = Timeout)]
    public async Task After_the_erasure_no_store_names_the_user_the_topic_says_so_and_nothing_is_said_of_late_posts()
    {
        await using var place = new Workplace();
        var silo = await place.StartSiloAsync("--Parts:WindowMs=0", "--Live:ShowText=true");
        TestPost[] posts =
        [
            new("erased-1", Gone, Text: "these words are to be forgotten"),
            new("erased-2", Gone, Text: "these words are to be forgotten too", Expects: ["text", "image"]),
        ];
        await place.Topics.SendAsync([.. posts, new TestPost("kept-1", "somebody-who-stays", Text: "these words stay")]);
        await silo.UntilAsync(async () => (await silo.TimelineAsync(Gone)).Count == 2, "both posts in the timeline");
        await silo.UntilAsync(
            async () => await ReplayAsync(silo) is var begins
                && begins.Contains("forgotten too", StringComparison.Ordinal) && begins.Contains("these words stay", StringComparison.Ordinal),
            "the posts of both users in the live feed");
        Assert.NotEmpty(FilesWith(place, Gone));

        using var answer = await silo.Http.DeleteAsync(new Uri($"api/users/{Gone}", UriKind.Relative), Token);

        Assert.Equal(HttpStatusCode.NoContent, answer.StatusCode);
        Assert.Empty(await silo.TimelineAsync(Gone));
        var live = await ReplayAsync(silo);
        Assert.DoesNotContain(Gone, live, StringComparison.Ordinal);
        Assert.DoesNotContain("forgotten", live, StringComparison.Ordinal);
        Assert.Contains("these words stay", live, StringComparison.Ordinal);
        Assert.Empty(FilesWith(place, Gone));
        Assert.Empty(FilesWith(place, "forgotten"));
        Assert.Single(await TombstonesAsync(place, 1));

        // The same posts once more, as a consumer group that was set back would deliver them.
        await place.Topics.SendAsync(posts);
        await silo.UntilAsync(
            async () => (await silo.StatusAsync())["kafka"] is { } kafka
                && kafka["consumed"]!.GetValue<long>() == (2 * posts.Length) + 1 && kafka["lag"]?.GetValue<long>() == 0,
            "all posts consumed");
        Assert.Empty(await silo.TimelineAsync(Gone));
        Assert.DoesNotContain(Gone, await ReplayAsync(silo), StringComparison.Ordinal);
        Assert.Empty(FilesWith(place, "forgotten"));
        Assert.Single(await silo.TimelineAsync("somebody-who-stays"));

        // On the topic too the last word about the user is the tombstone, once for all.
        var events = await place.Topics.ReadUntilAsync(Topics.Events, read => read.Any(message => message.Message.Value is null));
        Assert.Null(events.Last(message => Encoding.UTF8.GetString(message.Message.Key!) == Gone).Message.Value);
        Assert.Single(events, message => message.Message.Value is null);
    }

    [Fact(Timeout = Timeout)]
    public async Task Posts_that_claim_to_come_from_the_future_are_erased_and_keep_no_later_post_out()
    {
        await using var place = new Workplace();
        var silo = await place.StartSiloAsync();
        await place.Topics.SendAsync([new TestPost("joke", Gone, "greetings from the year 9999", CreatedAt: new DateTimeOffset(9999, 1, 1, 0, 0, 0, TimeSpan.Zero))]);
        await silo.UntilAsync(async () => (await silo.TimelineAsync(Gone)).Count == 1, "the post in the timeline");

        using var answer = await silo.Http.DeleteAsync(new Uri($"api/users/{Gone}", UriKind.Relative), Token);
        Assert.Equal(HttpStatusCode.NoContent, answer.StatusCode);
        Assert.Empty(await silo.TimelineAsync(Gone));
        using var sent = await silo.Http.PostAsJsonAsync("api/posts", new { id = "ordinary", userId = Gone, text = "here i am again" }, Token);

        Assert.True(sent.IsSuccessStatusCode);
        await silo.UntilAsync(async () => (await silo.TimelineAsync(Gone)).Count == 1, "the later post in the timeline");
        Assert.Equal("ordinary", (await silo.TimelineAsync(Gone))[0]!["postId"]!.ToString());
        Assert.Single(await TombstonesAsync(place, 1));
    }

    private static async Task<IReadOnlyList<string>> TombstonesAsync(Workplace place, int count)
    {
        var events = await place.Topics.ReadUntilAsync(Topics.Events, read => read.Count(message => message.Message.Value is null) >= count);
        var users = events.Where(message => message.Message.Value is null).Select(message => Encoding.UTF8.GetString(message.Message.Key!)).ToList();
        Assert.All(users, user => Assert.Equal(Gone, user));
        return users;
    }

    /// <summary>What a new reader of the live feed gets to begin with.</summary>
    private static async Task<string> ReplayAsync(RunningSilo silo)
    {
        using var stream = await silo.Http.GetAsync(
            new Uri("api/emotions/stream?replay=200", UriKind.Relative), HttpCompletionOption.ResponseHeadersRead, Token);
        await using var body = await stream.Content.ReadAsStreamAsync(Token);
        var buffer = new byte[1 << 20];
        var read = await body.ReadAtLeastAsync(buffer, 1, throwOnEndOfStream: false, Token);
        return Encoding.UTF8.GetString(buffer, 0, read);
    }

    /// <summary>
    /// Files of the timeline store that hold a text. The manifest, which names bounds of files that are no more, is
    /// written anew at the next start.
    /// </summary>
    private static List<string> FilesWith(Workplace place, string text)
    {
        var wanted = Encoding.UTF8.GetBytes(text);
        return [.. Directory.EnumerateFiles(Path.Combine(place.Folder, "data"), "*", SearchOption.AllDirectories)
            .Where(file => !Path.GetFileName(file).StartsWith("MANIFEST", StringComparison.Ordinal))
            .Where(file => Read(file).AsSpan().IndexOf(wanted) >= 0)];
    }

    private static byte[] Read(string file)
    {
        using var stream = new FileStream(file, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
        using var bytes = new MemoryStream();
        stream.CopyTo(bytes);
        return bytes.ToArray();
    }
}
