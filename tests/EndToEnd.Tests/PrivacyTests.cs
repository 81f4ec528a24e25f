using System.Net;
using System.Net.Http.Json;
using System.Text;
using Moodstream.EndToEnd.Tests.Harness;

namespace Moodstream.EndToEnd.Tests;

/// <summary>Who posts what is on the topics and in the stores, and nowhere else.</summary>
[Trait("Category", "Process")]
public sealed class PrivacyTests
{
    private const int Timeout = 180_000;
    private const string User = "canary-user-4c1e";
    private const string Post = "canary-post-4c1e";
    private const string Words = "canary-words-4c1e";

    private static readonly string[] Canaries = [User, Post, Words];

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact(Timeout = Timeout)]
    public async Task No_log_and_no_span_names_users_posts_or_words_at_any_level_and_after_an_erasure_no_file_does()
    {
        await using var place = new Workplace();
        await using var collector = new TraceCollector();
        var first = await StartAsync(place, collector);
        await place.Topics.SendAsync(
        [
            new TestPost(Post, User, $"{Words} so happy"),
            new TestPost($"{Post}-part", User, $"{Words} first the words", Expects: ["text", "image"]),
            new TestPost($"{Post}-bad", User, Image: [1, 2, 3]),
            new TestPost($"{Post}-other", "somebody-else", "these words stay"),
        ]);
        await first.UntilAsync(async () => (await first.TimelineAsync(User)).Count == 2, "both posts in the timeline");
        await place.Topics.ReadUntilAsync(Topics.DeadLetters, read => read.Count >= 1);
        await AskAsync(first);
        using var sent = await first.Http.PostAsJsonAsync("api/posts", new { id = Post, userId = User, text = $"{Words} so happy" }, Token);
        using var erased = await first.Http.DeleteAsync(new Uri($"api/users/{User}", UriKind.Relative), Token);
        Assert.Equal(HttpStatusCode.NoContent, erased.StatusCode);
        await AskAsync(first);
        Assert.Equal(0, await first.Program.TerminateAsync());
        AssertNameless(place, first, collector);

        var second = await StartAsync(place, collector);
        Assert.Single(await second.TimelineAsync("somebody-else"));
        await AskAsync(second);
        Assert.Equal(0, await second.Program.TerminateAsync());

        AssertNameless(place, second, collector);
        string[] gone = [User, $"{Post}-part", $"{Post}-bad", Words];
        Assert.Empty(Directory.EnumerateFiles(place.Folder, "*", SearchOption.AllDirectories).Where(file => Names(gone, File.ReadAllBytes(file))).ToList());
    }

    private static Task<RunningSilo> StartAsync(Workplace place, TraceCollector collector) => place.StartSiloAsync(
        collector.Environment,
        "--Parts:WindowMs=0",
        "--Logging:LogLevel:Default=Trace",
        "--Logging:LogLevel:Microsoft=Trace",
        "--Logging:LogLevel:Orleans=Trace",
        "--Logging:LogLevel:Polly=Trace",
        "--Logging:Console:FormatterName=json",
        "--Logging:Console:FormatterOptions:IncludeScopes=true");

    /// <summary>Asks for everything that is asked for by user or post, in vain and with success.</summary>
    private static async Task AskAsync(RunningSilo silo)
    {
        string[] addresses =
        [
            $"api/users/{User}/timeline", $"api/users/{User}/timeline?limit=0", $"api/users/{User}/timeline?cursor={User}", $"api/users/{User}/summary",
            $"api/users/{User}/nothing", $"api/users/{User}", $"api/deadletters?userId={User}", $"api/emotions/trend?userId={User}",
        ];
        foreach (var address in addresses)
        {
            using var answer = await silo.Http.GetAsync(new Uri(address, UriKind.Relative), Token);
        }

        using (var stream = await silo.Http.GetAsync(
            new Uri($"api/emotions/stream?userId={User}&also=userId%3D{User}", UriKind.Relative), HttpCompletionOption.ResponseHeadersRead, Token))
        {
            Assert.Equal(HttpStatusCode.OK, stream.StatusCode);
        }

        using var classified = await silo.Http.PostAsJsonAsync(
            "api/classify", new { id = Post, userId = User, text = Words, image = new { data = Convert.ToBase64String("no picture"u8) } }, Token);
    }

    private static void AssertNameless(Workplace place, RunningSilo silo, TraceCollector collector)
    {
        Assert.Contains("Microsoft.AspNetCore.Hosting.Diagnostics", silo.Program.Output, StringComparison.Ordinal);
        Assert.Contains("Orleans.", silo.Program.Output, StringComparison.Ordinal);
        var spans = collector.Received();
        Assert.True(spans.AsSpan().IndexOf("/api/users/"u8) >= 0, "No span of a request came.");
        Assert.True(spans.AsSpan().IndexOf("usererasure/"u8) >= 0, "No span of a grain call came.");

        Assert.Empty(silo.Program.Output.Split('\n').Concat(silo.Program.Errors).Where(line => Names(Canaries, Encoding.UTF8.GetBytes(line))).ToList());
        Assert.False(Names(Canaries, spans), "A span names somebody.");
        Assert.Empty(Directory.EnumerateFiles(place.Folder, "LOG*", SearchOption.AllDirectories).Where(log => Names(Canaries, File.ReadAllBytes(log))).ToList());
    }

    /// <summary>Whether one of some texts stands somewhere, as it is or in hexadecimal digits.</summary>
    private static bool Names(IEnumerable<string> canaries, byte[] bytes) => canaries.Select(Encoding.UTF8.GetBytes).Any(canary =>
        new[] { canary, Encoding.UTF8.GetBytes(Convert.ToHexString(canary)), Encoding.UTF8.GetBytes(Convert.ToHexStringLower(canary)) }
            .Any(form => bytes.AsSpan().IndexOf(form) >= 0));
}
