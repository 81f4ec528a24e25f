using System.Net;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using Microsoft.Playwright;
using Moodstream.EndToEnd.Tests.Harness;
using Moodstream.TestKit;
using static Microsoft.Playwright.Assertions;

namespace Moodstream.EndToEnd.Tests.Browser;

/// <summary>The dashboard as people use it: a real browser against the program as a process.</summary>
[Trait("Category", "Browser")]
public sealed class DashboardTests(Chromium chromium) : IClassFixture<Chromium>
{
    private const int Timeout = 240_000;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory(Timeout = Timeout)]
    [InlineData(Visit.Light)]
    [InlineData(Visit.Dark)]
    [InlineData(Visit.Phone)]
    public async Task Every_page_looks_right_works_by_rules_of_accessibility_and_asks_no_other_host(string look)
    {
        Chromium.Require();
        await using var place = new Workplace();
        var silo = await StartAsync(place, "--Live:ShowPictures=true");
        foreach (var (user, text, picture) in Posts)
        {
            await PostAsync(silo, user, text, picture);
        }

        await using var visit = await Visit.BeginAsync(chromium, silo.Http.BaseAddress!, look);
        await visit.Page.GotoAsync("/");
        await Expect(visit.Page.Locator(".post")).ToHaveCountAsync(Posts.Length);
        await Visit.ShowsAsync(visit.Id("now-detail"), $"of {Posts.Length} posts");
        await visit.KeepAsync("live");
        await visit.IsSoundAsync();

        await visit.Page.GotoAsync("/users/?id=mia");
        await Expect(visit.Page.Locator(".entries tbody tr")).ToHaveCountAsync(3);
        await visit.KeepAsync("user");
        await visit.IsSoundAsync();

        await visit.Page.GotoAsync("/users/");
        await Expect(visit.Page.Locator("#suggestion-list a")).ToHaveCountAsync(4);
        await visit.KeepAsync("people");
        await visit.IsSoundAsync();

        await visit.Page.GotoAsync("/try/");
        await visit.Id("text").FillAsync("Oh great, another lovely Monday");
        await Visit.ShowsAsync(visit.Id("verdict"), "The post says");
        await visit.KeepAsync("try");
        await visit.IsSoundAsync();

        await visit.Page.GotoAsync("/models/");
        await Visit.ShowsAsync(visit.Id("models"), "In use");
        await visit.KeepAsync("models");
        await visit.IsSoundAsync();
    }

    [Fact(Timeout = Timeout)]
    public async Task The_reference_of_the_api_is_shown_and_asks_no_other_host()
    {
        Chromium.Require();
        await using var place = new Workplace();
        var silo = await StartAsync(place);
        await using var visit = await Visit.BeginAsync(chromium, silo.Http.BaseAddress!);
        var hosts = new HashSet<string>();
        visit.Page.Request += (_, request) => hosts.Add(request.Url.StartsWith("http", StringComparison.Ordinal) ? new Uri(request.Url).Authority : silo.Http.BaseAddress!.Authority);

        await visit.Page.GotoAsync("/scalar");
        await visit.Page.GetByText("Classifies a post").First.WaitForAsync();

        await visit.KeepAsync("reference");

        // A style that the page's policy holds up has no sheet.
        Assert.True(await visit.Page.EvaluateAsync<bool>("document.querySelectorAll('style').length > 1 && [...document.querySelectorAll('style')].every(style => style.sheet)"));
        Assert.Equal([silo.Http.BaseAddress!.Authority], hosts);
    }

    [Fact(Timeout = Timeout)]
    public async Task A_post_shows_up_live_and_filters_choose_pause_holds_and_a_link_restores_the_view()
    {
        Chromium.Require();
        await using var place = new Workplace { Model = null };
        var silo = await StartAsync(place);
        await using var visit = await Visit.BeginAsync(chromium, silo.Http.BaseAddress!);
        await visit.Page.GotoAsync("/");
        await Visit.ShowsAsync(visit.Id("connection"), "Live");

        // Posts of different users keep no order between them, so the second one waits for the first.
        var cards = visit.Page.Locator(".post");
        await PostAsync(silo, "mia", "I am so happy, what a wonderful day!");
        await Expect(cards).ToHaveCountAsync(1);
        await PostAsync(silo, "viktor", "I am furious, this is outrageous!");
        await Expect(cards).ToHaveCountAsync(2);
        await Visit.ShowsAsync(cards.Filter(new LocatorFilterOptions { HasText = "mia" }), "what a wonderful day");
        await Visit.ShowsAsync(visit.Id("now-detail"), "2 posts");

        // By emotion, on the server.
        await visit.Page.Locator("#filters [name=emotion]").SelectOptionAsync("joy");
        await Expect(cards).ToHaveCountAsync(1);
        await Visit.ShowsAsync(cards, "mia");
        await visit.IsAtAsync("emotion=joy");
        await Expect(visit.Id("mix-chart")).ToHaveAttributeAsync("aria-label", new System.Text.RegularExpressions.Regex("On the base line: Joy"));
        await visit.Page.ReloadAsync();
        await Expect(cards).ToHaveCountAsync(1);
        await Expect(visit.Page.Locator("#mix-legend [data-label=joy]")).ToHaveAttributeAsync("aria-pressed", "true");

        // By user.
        await visit.Button("Clear filters").ClickAsync();
        await Expect(cards).ToHaveCountAsync(2);
        await visit.Page.Locator("#filters [name=user]").FillAsync("viktor");
        await Expect(cards).ToHaveCountAsync(1);
        await visit.IsAtAsync("user=viktor");
        await Visit.ShowsAsync(visit.Id("mix-scope"), "of the filters below only the emotion applies here");
        await visit.Button("Clear filters").ClickAsync();
        await Expect(cards).ToHaveCountAsync(2);

        // Pause.
        await visit.Id("pause").ClickAsync();
        await PostAsync(silo, "lena", "I miss my brother so much, it hurts every day");
        await Visit.ShowsAsync(visit.Id("pause"), "Resume, 1 new");
        await Expect(cards).ToHaveCountAsync(2);
        await visit.Id("pause").ClickAsync();
        await Expect(cards).ToHaveCountAsync(3);
        await visit.IsSoundAsync();
    }

    [Fact(Timeout = Timeout)]
    public async Task While_the_server_is_gone_the_page_says_that_nothing_is_of_now_and_after_its_restart_since_when_it_counts()
    {
        Chromium.Require();
        await using var place = new Workplace();
        var silo = await StartAsync(place);
        var address = silo.Http.BaseAddress!;
        await using var visit = await Visit.BeginAsync(chromium, address);
        await visit.Page.GotoAsync("/");
        await PostAsync(silo, "mia", "I am so happy today");
        await Expect(visit.Page.Locator(".post")).ToHaveCountAsync(1);

        Assert.Equal(0, await silo.Program.TerminateAsync());
        await Visit.ShowsAsync(visit.Id("connection"), "Reconnecting");
        await Visit.ShowsAsync(visit.Id("stale"), "Not live: the server has not been heard since");
        await Visit.ShowsAsync(visit.Id("now-lead"), "people mostly felt");
        Assert.Equal(["–", "–"], await visit.Page.Locator(".figure-value").AllTextContentsAsync() is var values ? values.Take(2) : []);
        await visit.KeepAsync("live-stale");
        await visit.IsSoundAsync();
        var again = await StartAsync(place, $"--urls={address.GetLeftPart(UriPartial.Authority)}");

        await Visit.ShowsAsync(visit.Id("connection"), "Live");
        await Visit.ShowsAsync(visit.Id("resync"), "The server was started anew at");
        await Expect(visit.Id("stale")).ToBeHiddenAsync();
        await Visit.ShowsAsync(visit.Id("mix-scope"), "Counted since");
        await PostAsync(again, "viktor", "I am furious");
        await Expect(visit.Page.Locator(".post")).ToHaveCountAsync(2);
        await visit.KeepAsync("live-after-restart");
    }

    [Fact(Timeout = Timeout)]
    public async Task A_person_is_followed_through_time_and_erased_for_good_after_a_question()
    {
        Chromium.Require();
        await using var place = new Workplace();
        var silo = await StartAsync(place);
        for (var i = 0; i < 30; i++)
        {
            await PostAsync(silo, "mia", $"I am so happy today, part {i}");
        }

        await PostAsync(silo, "mia", "I am furious, this is outrageous!");
        await silo.UntilAsync(async () => (await silo.TimelineAsync("mia")).Count == 31, "all posts in the timeline");
        await using var visit = await Visit.BeginAsync(chromium, silo.Http.BaseAddress!);
        await visit.Page.GotoAsync("/users/");
        await visit.Id("user-id").FillAsync("mia");
        await visit.Button("Show").ClickAsync();

        var rows = visit.Page.Locator(".entries tbody tr");
        await Expect(rows).ToHaveCountAsync(25);
        await visit.Button("Older posts").ClickAsync();
        await Expect(rows).ToHaveCountAsync(31);
        await Visit.ShowsAsync(visit.Id("shares"), "31 posts");

        await visit.Button("Hours").ClickAsync();
        await Expect(visit.Page.Locator(".band-column")).ToHaveCountAsync(48);
        await visit.Page.Locator(".band-column:not(:disabled)").Last.ClickAsync();
        await Expect(visit.Id("clear-range")).ToBeVisibleAsync();
        await visit.Id("clear-range").ClickAsync();
        await visit.Id("entry-emotion").SelectOptionAsync("anger");
        await Expect(rows).ToHaveCountAsync(1);

        await visit.Button("Erase everything…").ClickAsync();
        await visit.KeepAsync("erase");
        await visit.IsSoundAsync();
        await visit.Button("Keep").ClickAsync();
        Assert.NotEmpty(await silo.TimelineAsync("mia"));

        await visit.Button("Erase everything…").ClickAsync();
        await visit.Page.GetByRole(AriaRole.Button, new PageGetByRoleOptions { Name = "Erase", Exact = true }).ClickAsync();
        await Visit.ShowsAsync(visit.Id("message"), "was erased");
        Assert.Empty(await silo.TimelineAsync("mia"));
        var events = await place.Topics.ReadUntilAsync(Topics.Events, read => read.Any(message => message.Message.Value is null));
        Assert.Equal("mia", System.Text.Encoding.UTF8.GetString(events.Last(message => message.Message.Value is null).Message.Key!));
    }

    [Fact(Timeout = Timeout)]
    public async Task Words_and_a_picture_are_tried_together_and_each_by_itself()
    {
        Chromium.Require();
        await using var place = new Workplace();
        var silo = await StartAsync(place);
        await using var visit = await Visit.BeginAsync(chromium, silo.Http.BaseAddress!);
        await visit.Page.GotoAsync("/try/");

        await visit.Id("text").FillAsync("I am so happy, what a wonderful day!");
        await Visit.ShowsAsync(visit.Id("verdict"), "Joy");
        await Expect(visit.Page.Locator("#opinions section")).ToHaveCountAsync(1);

        await visit.Id("file").SetInputFilesAsync(Repository.Sample("motorcycle.jpg"));
        await Visit.ShowsAsync(visit.Id("verdict"), "Together, the post says");
        Assert.Equal(["Together", "Words", "Picture"], await visit.Page.Locator("#opinions h2").AllTextContentsAsync());
        await visit.KeepAsync("try-with-picture");
        await visit.IsSoundAsync();

        await visit.Button("Remove").ClickAsync();
        await Expect(visit.Page.Locator("#opinions section")).ToHaveCountAsync(1);
        Assert.Empty(await silo.TimelineAsync("anonymous"));
    }

    [Fact(Timeout = Timeout)]
    public async Task Another_model_is_put_into_service_without_a_restart_and_a_broken_one_is_refused()
    {
        Chromium.Require();
        await using var place = new Workplace();
        var models = Path.Combine(place.Folder, "models");
        foreach (var name in new[] { "default", "second", "broken" })
        {
            Copy(Repository.Bundle(), Path.Combine(models, name));
        }

        await File.WriteAllBytesAsync(Path.Combine(models, "broken", "head.onnx"), [1, 2, 3], Token);
        var silo = await StartAsync(place, $"--Models:Path={models}");
        await using var visit = await Visit.BeginAsync(chromium, silo.Http.BaseAddress!);
        await visit.Page.GotoAsync("/models/");

        var second = visit.Page.Locator("[data-model=second]");
        await second.GetByRole(AriaRole.Button, new LocatorGetByRoleOptions { Name = "Activate" }).ClickAsync();
        await visit.Id("activate-confirm").ClickAsync();
        await Visit.ShowsAsync(second, "In use");
        Assert.Equal("second", (await silo.Http.GetFromJsonAsync<JsonObject>("api/models", Token))!["active"]!.ToString());

        await visit.Page.Locator("[data-model=broken]").GetByRole(AriaRole.Button, new LocatorGetByRoleOptions { Name = "Activate" }).ClickAsync();
        await visit.Id("activate-confirm").ClickAsync();
        await Visit.ShowsAsync(visit.Id("activate-error"), "was changed after it was written");
        await visit.KeepAsync("models-refused");
        await visit.Id("activate-cancel").ClickAsync();

        await PostAsync(silo, "mia", "I am so happy today");
        await silo.UntilAsync(async () => (await silo.TimelineAsync("mia")).Count == 1, "a post classified by the second model");
        await visit.IsSoundAsync();
    }

    [Fact(Timeout = Timeout)]
    public async Task Labels_of_ones_own_have_colours_and_letters_of_their_own_on_every_page()
    {
        Chromium.Require();
        await using var place = new Workplace();
        var models = Path.Combine(place.Folder, "models");
        Bundle.Relabel("default", Path.Combine(models, "own"), "outrage", "boredom", "worry", "happy", "calm", "gloom", "awe");
        await File.WriteAllTextAsync(Path.Combine(models, "own", "palette.json"), """{"awe":{"light":"#123456","sign":"✨"}}""", Token);
        var silo = await StartAsync(place, $"--Models:Path={models}", "--Models:Active=own");
        await PostAsync(silo, "mia", "I am so happy, what a wonderful day!");
        await silo.UntilAsync(async () => (await silo.TimelineAsync("mia")).Count == 1, "the post in the timeline");
        foreach (var look in new[] { Visit.Light, Visit.Dark, Visit.Phone })
        {
            await using var visit = await Visit.BeginAsync(chromium, silo.Http.BaseAddress!, look);
            await visit.Page.GotoAsync("/");
            await Expect(visit.Page.Locator("#mix-legend .face-letters")).ToHaveCountAsync(7);
            await Visit.ShowsAsync(visit.Id("now-title"), "Happy");

            Assert.Equal(["✨", "G", "C", "H", "W", "B", "O"], await visit.Page.Locator("#mix-legend .face-letters").AllTextContentsAsync());
            await visit.Page.WaitForFunctionAsync("() => new Set([...document.querySelectorAll('#mix-legend .face')].map(face => getComputedStyle(face).color)).size === 7");
            var colours = await visit.Page.Locator("#mix-legend .face").EvaluateAllAsync<string[]>("faces => faces.map(face => getComputedStyle(face).color)");
            Assert.Equal(7, colours.Distinct().Count());
            Assert.Equal("rgb(18, 52, 86)", colours[0]);
            await visit.KeepAsync("own-labels");
            await visit.IsSoundAsync();
            await visit.Page.GotoAsync("/models/");
            await Expect(visit.Page.Locator("[data-model=own] .face-letters")).ToHaveCountAsync(7);
            Assert.Equal(colours.Order(), (await visit.Page.Locator("[data-model=own] .face").EvaluateAllAsync<string[]>("faces => faces.map(face => getComputedStyle(face).color)")).Order());
            await visit.IsSoundAsync();
        }
    }

    [Fact(Timeout = Timeout)]
    public async Task All_tabs_of_a_browser_share_one_stream_each_with_its_own_filter_and_let_go_of_it_while_hidden()
    {
        const int Tabs = 8;
        Chromium.Require();
        await using var place = new Workplace();
        var silo = await StartAsync(place);
        await using var visit = await Visit.BeginAsync(chromium, silo.Http.BaseAddress!);
        await visit.Page.GotoAsync("/");
        var pages = new List<IPage> { visit.Page };
        for (var i = 1; i < Tabs; i++)
        {
            pages.Add(await visit.Page.Context.NewPageAsync());
            await pages[i].GotoAsync(i % 2 == 0 ? "/" : "/?user=viktor");
        }

        foreach (var page in pages)
        {
            await Visit.ShowsAsync(page.Locator("#connection"), "Live");
        }

        Assert.Equal(1, await ReadersAsync());
        await PostAsync(silo, "mia", "I am so happy, what a wonderful day!");
        await PostAsync(silo, "viktor", "I am furious, this is outrageous!");
        foreach (var (page, i) in pages.Select((page, i) => (page, i)))
        {
            await Expect(page.Locator(".post")).ToHaveCountAsync(i % 2 == 0 ? 2 : 1);
        }

        foreach (var page in pages)
        {
            await HideAsync(page, true);
        }

        await silo.UntilAsync(async () => await ReadersAsync() == 0, "no reader while every page is hidden");
        await PostAsync(silo, "viktor", "I am so happy today");
        await HideAsync(pages[^1], false);
        await Expect(pages[^1].Locator(".post")).ToHaveCountAsync(2);
        Assert.Equal(1, await ReadersAsync());

        async Task<int> ReadersAsync() => (await silo.StatusAsync())["liveReaders"]!.GetValue<int>();

        static Task HideAsync(IPage page, bool isHidden) => page.EvaluateAsync(
            "isHidden => { Object.defineProperty(document, 'visibilityState', { configurable: true, get: () => isHidden ? 'hidden' : 'visible' }); document.dispatchEvent(new Event('visibilitychange')); }",
            isHidden);
    }

    [Fact(Timeout = Timeout)]
    public async Task The_card_of_a_post_in_parts_shows_all_its_parts()
    {
        Chromium.Require();
        await using var place = new Workplace();
        var silo = await StartAsync(place, "--Live:ShowPictures=true", "--Parts:WindowMs=200");
        await using var visit = await Visit.BeginAsync(chromium, silo.Http.BaseAddress!);
        string[] expects = ["text", "image"];
        var picture = await File.ReadAllBytesAsync(Repository.Sample("coffee.jpg"), Token);

        // One whose parts meet in the window, and one that is provisional first.
        await place.Topics.SendAsync([new TestPost("meets", "mia", "best coffee in town", Expects: expects), new TestPost("meets", "mia", Image: picture, Expects: expects)]);
        await place.Topics.SendAsync([new TestPost("late", "viktor", "worst coffee in town", Expects: expects)]);
        await place.Topics.ReadUntilAsync(Topics.Events, events => events.Any(message => message.Emotion().PostId == "late"));
        await place.Topics.SendAsync([new TestPost("late", "viktor", Image: picture, Expects: expects)]);
        await place.Topics.ReadUntilAsync(Topics.Events, events => events.Any(message => message.Emotion() is { PostId: "late", Revision: 2 }));
        await visit.Page.GotoAsync("/");

        foreach (var (post, words) in new[] { ("meets", "best coffee in town"), ("late", "worst coffee in town") })
        {
            var card = visit.Page.Locator($"[data-post={post}]");
            await Visit.ShowsAsync(card, words);
            await Expect(card.Locator(".post-picture")).ToBeVisibleAsync();
        }
    }

    [Fact(Timeout = Timeout)]
    public async Task A_page_without_posts_says_what_fills_it_and_an_unknown_person_is_told_from_one_who_posted_at_another_time()
    {
        Chromium.Require();
        await using var place = new Workplace();
        var silo = await StartAsync(place);
        await using var visit = await Visit.BeginAsync(chromium, silo.Http.BaseAddress!);
        await visit.Page.GotoAsync("/");
        await Visit.ShowsAsync(visit.Id("cards-empty"), "dotnet run -c Release --project src/Silo -- publish samples/posts.jsonl");
        await visit.Page.GotoAsync("/users/");
        await Visit.ShowsAsync(visit.Id("message"), "publish samples/posts.jsonl");
        await visit.Page.GotoAsync("/users/?id=nobody");
        await Visit.ShowsAsync(visit.Id("message"), "Nothing is known of “nobody”");
        await Expect(visit.Id("profile")).ToBeHiddenAsync();
        await visit.KeepAsync("user-unknown");
        await visit.IsSoundAsync();
        await visit.Page.GotoAsync("/users/?id=..");
        await Visit.ShowsAsync(visit.Id("message"), "No post can have a user of this id.");

        await place.Topics.SendAsync([new TestPost("old", "mia", "I am so happy", CreatedAt: DateTimeOffset.UtcNow.AddDays(-100))]);
        await silo.UntilAsync(async () => (await silo.TimelineAsync("mia")).Count == 1, "the post in the timeline");
        await visit.Page.GotoAsync("/users/?id=mia");
        await Visit.ShowsAsync(visit.Id("entries"), "No posts in this span");
        await visit.KeepAsync("user-elsewhere");
        await visit.IsSoundAsync();
        await visit.Button("Show it").ClickAsync();
        await Expect(visit.Page.Locator(".entries tbody tr")).ToHaveCountAsync(1);
    }

    [Fact(Timeout = Timeout)]
    public async Task What_a_person_posts_comes_onto_their_page_by_itself()
    {
        Chromium.Require();
        await using var place = new Workplace();
        var silo = await StartAsync(place);
        await PostAsync(silo, "mia", "I am so happy today");
        await silo.UntilAsync(async () => (await silo.TimelineAsync("mia")).Count == 1, "the post in the timeline");
        await using var visit = await Visit.BeginAsync(chromium, silo.Http.BaseAddress!);
        await visit.Page.GotoAsync("/users/?id=mia");
        await Expect(visit.Page.Locator(".entries tbody tr")).ToHaveCountAsync(1);
        await Visit.ShowsAsync(visit.Id("connection"), "Live");

        await PostAsync(silo, "mia", "I am furious, this is outrageous!");

        await Expect(visit.Page.Locator(".entries tbody tr")).ToHaveCountAsync(2);
        await Visit.ShowsAsync(visit.Id("shares"), "2 posts");
    }

    private static readonly (string User, string Text, string? Picture)[] Posts =
    [
        ("mia", "I got the job!!! Dancing around the kitchen like nobody is watching", null),
        ("viktor", "Third time this week that the train is cancelled without a word. I am furious.", null),
        ("mia", "Oh great, another relaxing evening. Just perfect.", "motorcycle.jpg"),
        ("lena", "Every dot in this picture is a galaxy?! Mind blown.", "hubble-deep-field.jpg"),
        ("kofi", "There is somebody walking around downstairs and I am home alone. I'm terrified.", null),
        ("mia", "Look who fell asleep on my keyboard again. I adore this little face.", "chelsea.jpg"),
    ];

    private static Task<RunningSilo> StartAsync(Workplace place, params IEnumerable<string> args) =>
        place.StartSiloAsync(["--Live:ShowText=true", .. args]);

    private static async Task PostAsync(RunningSilo silo, string user, string text, string? picture = null)
    {
        using var form = new MultipartFormDataContent { { new StringContent(user), "userId" }, { new StringContent(text), "text" } };
        if (picture is not null)
        {
            form.Add(new ByteArrayContent(await File.ReadAllBytesAsync(Repository.Sample(picture), Token)), "image", picture);
        }

        using var answer = await silo.Http.PostAsync(new Uri("api/posts", UriKind.Relative), form, Token);
        Assert.Equal(HttpStatusCode.Accepted, answer.StatusCode);
    }

    private static void Copy(string from, string to)
    {
        foreach (var file in Directory.EnumerateFiles(from, "*", SearchOption.AllDirectories))
        {
            var target = Path.Combine(to, Path.GetRelativePath(from, file));
            Directory.CreateDirectory(Path.GetDirectoryName(target)!);
            File.Copy(file, target);
        }
    }
}
