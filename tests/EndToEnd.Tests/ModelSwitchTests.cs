using System.Net;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using Moodstream.Abstractions.Emotions;
using Moodstream.Abstractions.Posts;
using Moodstream.EndToEnd.Tests.Harness;
using Moodstream.Inference.Models;
using Moodstream.TestKit;

namespace Moodstream.EndToEnd.Tests;

/// <summary>A silo changes models while posts come in.</summary>
[Trait("Category", "Process")]
public sealed class ModelSwitchTests
{
    private const int Timeout = 180_000;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact(Timeout = Timeout)]
    public async Task Models_change_under_load_without_a_failed_post_and_each_event_is_of_the_model_that_it_names()
    {
        Bundle.Require("accurate");
        await using var place = new Workplace { Model = null };
        var silo = await place.StartSiloAsync();
        var posts = TestPost.Many("post", 1200);
        using var loading = CancellationTokenSource.CreateLinkedTokenSource(Token);

        var sending = SendAsync(place, posts);
        var asking = Task.WhenAll(Enumerable.Range(0, 3).Select(_ => AskAsync(silo, loading.Token)));
        await place.Topics.ReadUntilAsync(Topics.Events, events => events.Count > 0);
        foreach (var name in new[] { "accurate", "default", "accurate" })
        {
            await ActivateAsync(silo, name);
        }

        var last = TestPost.Many("last", 20);
        await sending;
        await place.Topics.SendAsync(last);
        await loading.CancelAsync();
        Assert.All(await asking, answers => Assert.True(answers > 0));

        var events = await place.Topics.ReadUntilAsync(Topics.Events, read => read.EventIds().Count >= posts.Count + last.Count);
        Assert.Equal(posts.Concat(last).Select(post => $"{post.UserId}/{post.Id}#1").Order(), events.Select(message => message.Header("ce_id")).Order());
        var byModel = events.Select(message => message.Emotion()).ToLookup(emotion => emotion.Model.Name);
        Assert.Equal(["accurate", "default"], byModel.Select(group => group.Key).Order());
        foreach (var group in byModel)
        {
            await AssertSaidByAsync(group.Key, posts.Concat(last), group);
        }

        Assert.Equal(0, (int)(await silo.StatusAsync())["deadLetters"]!["total"]!);
    }

    [Fact(Timeout = Timeout)]
    public async Task A_post_in_parts_whose_model_changes_in_between_is_finished_by_the_new_one()
    {
        Bundle.Require("accurate");
        await using var place = new Workplace { Model = null };
        var silo = await place.StartSiloAsync("--Parts:WindowMs=200");
        var picture = await File.ReadAllBytesAsync(Repository.Sample("coffee.jpg"), Token);
        string[] expects = ["text", "image"];

        await place.Topics.SendAsync([new TestPost("post", "author", "what a lovely morning", Expects: expects)]);
        await place.Topics.ReadUntilAsync(Topics.Events, events => events.Count == 1);
        await ActivateAsync(silo, "accurate");
        await place.Topics.SendAsync([new TestPost("post", "author", Image: picture, Expects: expects)]);
        var events = await place.Topics.ReadUntilAsync(Topics.Events, read => read.Count == 2);

        Assert.Equal(
            [(1, EmotionStatus.Provisional, "default"), (2, EmotionStatus.Final, "accurate")],
            events.Select(message => message.Emotion()).Select(emotion => (emotion.Revision, emotion.Status, emotion.Model.Name)));
        Assert.Equal(0, (int)(await silo.StatusAsync())["kafka"]!["retries"]!);
        await AssertSaidByAsync(
            "accurate", [new TestPost("post", "author", "what a lovely morning", picture)], [events[^1].Emotion()]);
    }

    [Fact(Timeout = Timeout)]
    public async Task The_model_that_was_activated_last_is_served_after_a_restart_unless_the_settings_name_another()
    {
        Bundle.Require("accurate");
        await using var place = new Workplace { Model = null };
        var silo = await place.StartSiloAsync();
        await ActivateAsync(silo, "accurate");
        Assert.Equal(0, await silo.Program.TerminateAsync());

        var remembering = await place.StartSiloAsync();
        Assert.Equal("accurate", await ActiveAsync(remembering));
        Assert.Equal(0, await remembering.Program.TerminateAsync());

        var told = await place.StartSiloAsync("--Models:Active=default");
        Assert.Equal("default", await ActiveAsync(told));
    }

    [Fact(Timeout = Timeout)]
    public async Task A_copied_bundle_goes_by_the_name_of_its_folder_wherever_its_name_is_told()
    {
        await using var place = new Workplace { Model = null };
        foreach (var name in new[] { "default", "a-copy.2" })
        {
            Bundle.Copy("default", Path.Combine(place.Folder, "bundles", name));
        }

        var silo = await place.StartSiloAsync($"--Models:Path={Path.Combine(place.Folder, "bundles")}");
        Assert.Equal("default", await ActiveAsync(silo));

        await ActivateAsync(silo, "a-copy.2");

        Assert.Equal("a-copy.2", await ActiveAsync(silo));
        Assert.Equal("a-copy.2", (string)(await silo.StatusAsync())["model"]!["name"]!);
        using var answer = await silo.Http.PostAsJsonAsync("api/classify", new { text = "what a wonderful day" }, Token);
        Assert.Equal("a-copy.2", (string)(await answer.Content.ReadFromJsonAsync<JsonObject>(Token))!["model"]!["name"]!);
        await place.Topics.SendAsync([new TestPost("post", "author", "what a lovely morning")]);
        var events = await place.Topics.ReadUntilAsync(Topics.Events, read => read.Count == 1);
        Assert.Equal("a-copy.2", events[0].Emotion().Model.Name);
        await silo.Program.LineWithAsync("Model a-copy.2 ");
    }

    [Fact(Timeout = Timeout)]
    public async Task A_network_that_never_ends_is_given_up_and_holds_up_neither_other_models_nor_the_silos_end()
    {
        SiloCluster.RequireLong();
        await using var place = new Workplace { Model = null };
        var bundles = Path.Combine(place.Folder, "bundles");
        Bundle.Copy("default", Path.Combine(bundles, "default"));
        Bundle.Copy("default", Path.Combine(bundles, "other"));
        Bundle.CopyEndless("default", Path.Combine(bundles, "endless"));
        var silo = await place.StartSiloAsync($"--Models:Path={bundles}", "--Models:LoadSeconds=20");

        using var given = await silo.Http.PostAsync(new Uri("api/models/endless/activate", UriKind.Relative), null, Token);
        Assert.Contains("was not loaded and verified within 20 s", await given.Content.ReadAsStringAsync(Token), StringComparison.Ordinal);
        Assert.Equal("default", await ActiveAsync(silo));
        await ActivateAsync(silo, "other");
        Assert.Equal("other", await ActiveAsync(silo));

        // With a loop under way, too, a silo ends.
        var endless = silo.Http.PostAsync(new Uri("api/models/endless/activate", UriKind.Relative), null, Token);
        var before = silo.Program.ProcessorTime;
        await silo.UntilAsync(() => Task.FromResult(silo.Program.ProcessorTime - before > TimeSpan.FromSeconds(4)), "a loop under way");
        Assert.Equal(0, await silo.Program.TerminateAsync());
        await Assert.ThrowsAnyAsync<HttpRequestException>(async () => (await endless).EnsureSuccessStatusCode());
    }

    private static async Task SendAsync(Workplace place, IReadOnlyList<TestPost> posts)
    {
        foreach (var few in posts.Chunk(4))
        {
            await place.Topics.SendAsync(few);
        }
    }

    /// <summary>Classifies until it is told to stop.</summary>
    /// <returns>How many answers came; every other answer fails the test.</returns>
    private static async Task<int> AskAsync(RunningSilo silo, CancellationToken stop)
    {
        for (var answers = 0; ; answers++)
        {
            if (stop.IsCancellationRequested)
            {
                return answers;
            }

            using var answer = await silo.Http.PostAsJsonAsync("api/classify", new { text = "what a wonderful day" }, Token);
            Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        }
    }

    private static async Task ActivateAsync(RunningSilo silo, string name)
    {
        using var answer = await silo.Http.PostAsync(new Uri($"api/models/{name}/activate", UriKind.Relative), null, Token);
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
    }

    private static async Task<string> ActiveAsync(RunningSilo silo) =>
        (await silo.Http.GetFromJsonAsync<JsonObject>("api/models", Token))!["active"]!.ToString();

    private static async Task AssertSaidByAsync(string bundle, IEnumerable<TestPost> posts, IEnumerable<EmotionEvent> events)
    {
        await using var model = await Bundle.LoadAsync(bundle, Token);
        var byId = posts.ToDictionary(post => post.Id);
        EmotionEvent[] said = [.. events];
        var expected = await model.PredictAsync(
            [.. said.Select(emotion => new PostContent { Text = byId[emotion.PostId].Text, Image = byId[emotion.PostId].Image })], cancellationToken: Token);
        Assert.All(said.Zip(expected), pair =>
            Assert.All(pair.Second.Verdict!.Fused.Values.Zip(pair.First.Probabilities.Values), each => Assert.Equal(each.First, each.Second, 1e-5f)));
    }
}
