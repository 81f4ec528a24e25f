using System.Text;
using System.Text.Json.Nodes;
using Moodstream.EndToEnd.Tests.Harness;
using Moodstream.TestKit;

namespace Moodstream.EndToEnd.Tests;

/// <summary>The verbs <c>broker</c>, <c>publish</c>, <c>tail</c>, <c>verify</c>, <c>deadletters</c> and <c>rebuild-timelines</c>, each a process of its own.</summary>
[Trait("Category", "Process")]
public sealed class VerbTests
{
    private const int Timeout = 180_000;

    [Fact(Timeout = Timeout)]
    public async Task A_file_is_published_and_tail_shows_its_events()
    {
        await using var place = new Workplace();
        await place.StartSiloAsync();
        var posts = TestPost.Many("published", 200);
        var file = Path.Combine(place.Folder, "posts.jsonl");
        await File.WriteAllLinesAsync(file, posts.Select(post => Encoding.UTF8.GetString(post.Json())), TestContext.Current.CancellationToken);

        var publish = place.StartProgram("publish", "posts.jsonl", "--bootstrap", place.BootstrapServers);
        Assert.Equal(0, await publish.ExitAsync());

        Assert.Contains("Sent 200 posts in ", publish.Output, StringComparison.Ordinal);
        Assert.DoesNotContain("no post", publish.Output, StringComparison.Ordinal);
        var events = await place.Topics.ReadUntilAsync(Topics.Events, read => read.Count >= posts.Count);
        Assert.Equal(posts.Select(post => $"{post.UserId}/{post.Id}#1").Order(), events.Select(message => message.Header("ce_id")).Order());
    }

    [Fact(Timeout = Timeout)]
    public async Task Posts_from_standard_input_find_the_broker_by_asking_the_silo()
    {
        await using var place = new Workplace();
        var silo = await place.StartSiloAsync();
        var posts = TestPost.Many("piped", 20);

        var publish = place.StartProgram("publish", "-", "--url", silo.Http.BaseAddress!.ToString());
        await publish.FeedAsync(posts.Select(post => Encoding.UTF8.GetString(post.Json())));
        Assert.Equal(0, await publish.ExitAsync());

        await place.Topics.ReadUntilAsync(Topics.Events, read => read.Count >= posts.Count);
    }

    [Fact(Timeout = Timeout)]
    public async Task Tail_prints_events_as_they_come_until_it_is_stopped()
    {
        await using var place = new Workplace();
        await place.StartSiloAsync();
        var tail = place.StartProgram("tail", "--bootstrap", place.BootstrapServers);
        var sent = 0;

        // What tail has not connected for yet it does not show: posts go on until it shows one.
        string? line = null;
        while (line is null)
        {
            await place.Topics.SendAsync([new TestPost($"tail-{sent++}", "u", "hello there")]);
            line = tail.Output.Split('\n').FirstOrDefault(text => text.StartsWith('{'));
        }

        Assert.StartsWith("tail-", JsonNode.Parse(line)!["postId"]!.ToString(), StringComparison.Ordinal);
        Assert.Equal(0, await tail.TerminateAsync());
    }

    [Fact(Timeout = Timeout)]
    public async Task Tail_ends_when_whoever_reads_it_through_a_pipe_has_gone_also_where_no_further_event_comes()
    {
        await using var place = new Workplace();
        await place.StartSiloAsync();
        await place.Topics.SendAsync(TestPost.Many("few", 2));
        await place.Topics.ReadUntilAsync(Topics.Events, read => read.Count >= 2);

        var (code, output) = await Shell.RunAsync(
            place.Folder, $"dotnet '{Repository.AssemblyOf("src", "Silo")}' tail --from-beginning --bootstrap {place.BootstrapServers} | head -n 2");

        Assert.Equal(0, code);
        Assert.Equal(2, output.Split('\n', StringSplitOptions.RemoveEmptyEntries).Length);
    }

    [Fact(Timeout = Timeout)]
    public async Task Tail_makes_no_topic_where_the_server_has_none()
    {
        await using var place = new Workplace();
        var before = place.Topics.Names();

        var tail = place.StartProgram("tail", "--bootstrap", place.BootstrapServers, "--Kafka:EventsTopic=not-there");

        Assert.NotEqual(0, await tail.ExitAsync());
        Assert.Contains("has no topic not-there", Assert.Single(tail.Errors), StringComparison.Ordinal);
        Assert.Equal(before, place.Topics.Names());
    }

    [Fact(Timeout = Timeout)]
    public async Task Verify_tells_whether_all_posts_are_accounted_for_and_what_is_missing()
    {
        await using var place = new Workplace();
        var silo = await place.StartSiloAsync("--Parts:WindowMs=0");
        TestPost[] posts = [.. TestPost.Many("verified", 100), new TestPost("open", "user-1", "the picture follows", Expects: ["text", "image"])];
        await place.Topics.SendAsync(posts);
        await place.Topics.SendAsync(Topics.Posts, "user-1", "no post"u8.ToArray());
        await place.Topics.ReadUntilAsync(Topics.Events, read => read.Count >= posts.Length);
        await place.Topics.ReadUntilAsync(Topics.DeadLetters, read => read.Count >= 1);
        var url = silo.Http.BaseAddress!.ToString();

        var verify = place.StartProgram("verify", "--url", url);
        Assert.Equal(0, await verify.ExitAsync());
        Assert.StartsWith("ALL POSTS ACCOUNTED FOR", verify.Output, StringComparison.Ordinal);
        Assert.Contains("102 messages with posts: 100 final, 1 open for further parts, 1 dead letter, 0 of erased users", verify.Output, StringComparison.Ordinal);
        Assert.Contains("17 timelines compared", verify.Output, StringComparison.Ordinal);

        await place.Topics.SendAsync(Topics.Events, "user-1", "no event"u8.ToArray());
        var found = place.StartProgram("verify", "--bootstrap", place.BootstrapServers);
        Assert.Equal(1, await found.ExitAsync());
        Assert.StartsWith("NOT ALL POSTS ARE ACCOUNTED FOR\nMessages on the topic of events that are no events: 1 (", found.Output, StringComparison.Ordinal);
        Assert.Contains("Timelines left out", found.Output, StringComparison.Ordinal);
    }

    [Fact(Timeout = Timeout)]
    public async Task Dead_letters_are_listed_without_their_words_and_sent_again_after_a_correction()
    {
        await using var place = new Workplace();
        var strict = await place.StartSiloAsync("--Ingest:MaxTextLength=20");
        await place.Topics.SendAsync([new TestPost("short", "ann", "so happy")]);
        await place.Topics.SendAsync(Topics.Posts, "bob\u001b[2J", new TestPost("long", "bob", "what a wonderful surprise, i love it").Json());
        await place.Topics.ReadUntilAsync(Topics.DeadLetters, read => read.Count >= 1);
        await place.Topics.ReadUntilAsync(Topics.Events, read => read.Count >= 1);
        Assert.Equal(0, await strict.Program.TerminateAsync());

        var list = await DeadLettersAsync("list", "--type", "text-too-long");
        Assert.Contains("  text-too-long  social-posts [", list, StringComparison.Ordinal);
        Assert.Contains("1 dead letter; text-too-long: 1", list, StringComparison.Ordinal);
        var letter = list.Split(' ')[0];
        var show = await DeadLettersAsync("show", letter);
        Assert.StartsWith($"letter: {letter}\ntype: text-too-long\n", show, StringComparison.Ordinal);
        Assert.DoesNotContain("wonderful", list + show, StringComparison.Ordinal);
        Assert.DoesNotContain("\u001b", list + show, StringComparison.Ordinal);
        Assert.Contains("1 post would be sent again", await DeadLettersAsync("redrive", "--all", "--dry-run"), StringComparison.Ordinal);

        await place.StartSiloAsync();
        Assert.Contains("1 post sent again", await DeadLettersAsync("redrive", "--type", "text-too-long"), StringComparison.Ordinal);
        var events = await place.Topics.ReadUntilAsync(Topics.Events, read => read.Count >= 2);
        Assert.Equal(["ann/short#1", "bob/long#1"], events.Select(message => message.Header("ce_id")).Order());
        Assert.Contains("0 posts sent again\n1 left out", await DeadLettersAsync("redrive", "--all"), StringComparison.Ordinal);
        var verify = place.StartProgram("verify", "--bootstrap", place.BootstrapServers);
        Assert.Equal(0, await verify.ExitAsync());
        Assert.Contains("3 messages with posts: 2 final, 0 open for further parts, 1 dead letter (1 of them sent again)", verify.Output, StringComparison.Ordinal);

        async Task<string> DeadLettersAsync(params IEnumerable<string> args)
        {
            var program = place.StartProgram(["deadletters", .. args, "--bootstrap", place.BootstrapServers]);
            Assert.True(await program.ExitAsync() == 0, string.Join('\n', program.Errors));
            return program.Output;
        }
    }

    [Fact(Timeout = Timeout)]
    public async Task Timelines_that_are_gone_are_rebuilt_from_the_topic_without_those_who_were_erased()
    {
        await using var place = new Workplace();
        var silo = await place.StartSiloAsync();
        var posts = TestPost.Many("rebuilt", 200);
        await place.Topics.SendAsync(posts);
        await place.Topics.ReadUntilAsync(Topics.Events, read => read.Count >= posts.Count);
        using var erased = await silo.Http.DeleteAsync(new Uri("api/users/user-3", UriKind.Relative), TestContext.Current.CancellationToken);
        var timeline = await silo.TimelineAsync("user-5");
        var held = place.StartProgram("rebuild-timelines", "--bootstrap", place.BootstrapServers);
        Assert.NotEqual(0, await held.ExitAsync());
        Assert.Contains("Timeline:Path", Assert.Single(held.Errors), StringComparison.Ordinal);
        Assert.Equal(0, await silo.Program.TerminateAsync());
        Directory.Delete(Path.Combine(place.Folder, "data"), recursive: true);

        var rebuild = place.StartProgram("rebuild-timelines", "--bootstrap", place.BootstrapServers);
        Assert.Equal(0, await rebuild.ExitAsync());

        Assert.Contains("188 events read, 0 of them in the timelines before; 1 user erased", rebuild.Output, StringComparison.Ordinal);
        var again = await place.StartSiloAsync();
        Assert.NotEmpty(timeline);
        Assert.Equal(timeline.Select(entry => entry.ToJsonString()), (await again.TimelineAsync("user-5")).Select(entry => entry.ToJsonString()));
        Assert.Empty(await again.TimelineAsync("user-3"));
        await place.Topics.SendAsync(posts.Take(50));
        await place.Topics.ReadUntilAsync(Topics.Events, read => read.Count >= posts.Count + 45);
        var verify = place.StartProgram("verify", "--bootstrap", place.BootstrapServers, "--api", again.Http.BaseAddress!.ToString());
        Assert.True(await verify.ExitAsync() == 0, verify.Output);
    }

    [Fact(Timeout = Timeout)]
    public async Task Numbers_agree_with_their_words()
    {
        await using var place = new Workplace();
        await place.StartSiloAsync();

        var publish = place.StartProgram("publish", "-", "--bootstrap", place.BootstrapServers);
        await publish.FeedAsync([Encoding.UTF8.GetString(TestPost.Many("one", 1)[0].Json()), "no post"]);
        await publish.ExitAsync();

        Assert.Contains("Sent 1 post in ", publish.Output, StringComparison.Ordinal);
        Assert.Contains("; 1 line was no post.", publish.Output, StringComparison.Ordinal);
    }

    [Fact(Timeout = Timeout)]
    public async Task The_platforms_own_setting_makes_the_log_json()
    {
        await using var place = new Workplace();
        var silo = place.StartProgram(
            new Dictionary<string, string> { ["Logging__Console__FormatterName"] = "json" },
            "--urls=http://127.0.0.1:0", $"--Models:Path={Path.GetDirectoryName(Repository.Bundle())}", $"--Kafka:BootstrapServers={place.BootstrapServers}");

        var entry = JsonNode.Parse(await silo.LineWithAsync("Dashboard and API: "))!;

        Assert.Equal("Information", entry["LogLevel"]!.ToString());
    }

    [Fact(Timeout = Timeout)]
    public async Task The_broker_alone_prints_its_address_and_serves_a_silo_in_another_process()
    {
        Bundle.Require();
        var folder = Directory.CreateTempSubdirectory("moodstream-");
        await using (var broker = ProgramProcess.Start(folder.FullName, "broker"))
        {
            var address = await broker.LineWithAsync("127.0.0.1:");
            await using var silo = await RunningSilo.StartAsync(folder.FullName, $"--Kafka:BootstrapServers={address}");
            using var topics = new Topics(address);
            await topics.SendAsync(TestPost.Many("elsewhere", 5));
            await topics.ReadUntilAsync(Topics.Events, read => read.Count >= 5);

            Assert.Equal(0, await silo.Program.TerminateAsync());
            Assert.Equal(0, await broker.TerminateAsync());
        }

        folder.Delete(recursive: true);
    }

    [Theory(Timeout = Timeout)]
    [InlineData("publish", "missing.jsonl", "missing.jsonl")]
    [InlineData("publish", "-", "http://127.0.0.1:9")]
    [InlineData("tail", "--bootstrap=127.0.0.1:9", "127.0.0.1:9")]
    [InlineData("verify", "--bootstrap=127.0.0.1:9", "127.0.0.1:9")]
    [InlineData("verify", "--api=nowhere", "--api must be the address of a silo")]
    public async Task A_verb_that_cannot_work_ends_with_one_line(string verb, string argument, string named)
    {
        var folder = Directory.CreateTempSubdirectory("moodstream-");
        await using (var program = ProgramProcess.Start(folder.FullName, verb, argument, "--url=http://127.0.0.1:9"))
        {
            Assert.NotEqual(0, await program.ExitAsync());
            Assert.Contains(named, Assert.Single(program.Errors), StringComparison.Ordinal);
        }

        folder.Delete(recursive: true);
    }
}
