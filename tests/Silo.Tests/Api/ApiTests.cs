using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Net.ServerSentEvents;
using System.Text.Json;
using System.Text.Json.Nodes;
using Moodstream.TestKit;

namespace Moodstream.Silo.Tests.Api;

[Trait("Category", "Cluster")]
public sealed class ApiTests : IClassFixture<HostFixture>
{
    private const int Timeout = 60_000;

    private readonly HostFixture _host;

    public ApiTests(HostFixture host)
    {
        _host = host;
        HostFixture.Require();
    }

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact(Timeout = Timeout)]
    public async Task Classify_answers_an_event_for_json_that_leaves_out_what_may_be_left_out()
    {
        var answer = await OkAsync(await PostAsync("api/classify", """{"text":"I love this, what a wonderful day"}"""));

        Assert.Equal("final", answer["status"]!.ToString());
        Assert.Equal(1, answer["probabilities"]!.AsObject().Sum(label => label.Value!.GetValue<double>()), 1e-3);
        Assert.Equal(["text"], answer["modalities"]!.AsArray().Select(modality => modality!.ToString()));
    }

    [Fact(Timeout = Timeout)]
    public async Task Classify_takes_words_and_a_picture_as_a_form()
    {
        using var form = Form("coffee.jpg", ("text", "best coffee in town"));

        var answer = await OkAsync(await _host.Http.PostAsync(Uri("api/classify"), form, Token));

        Assert.Equal(["text", "image"], answer["modalities"]!.AsArray().Select(modality => modality!.ToString()));
        Assert.Equal(2, answer["opinions"]!.AsObject().Count);
    }

    [Fact(Timeout = Timeout)]
    public async Task Classify_stores_nothing()
    {
        await OkAsync(await PostAsync("api/classify", """{"userId":"nobody","text":"hello"}"""));

        Assert.Empty((await OkAsync(await _host.Http.GetAsync(Uri("api/users/nobody/timeline"), Token)))["items"]!.AsArray());
    }

    [Theory(Timeout = Timeout)]
    [InlineData("{", HttpStatusCode.BadRequest)]
    [InlineData("[]", HttpStatusCode.BadRequest)]
    [InlineData("""{"id":"p"}""", HttpStatusCode.UnprocessableEntity)]
    [InlineData("""{"text":5}""", HttpStatusCode.UnprocessableEntity)]
    [InlineData("""{"text":"a","text":"b"}""", HttpStatusCode.UnprocessableEntity)]
    [InlineData("""{"image":{"file":"/etc/hostname"}}""", HttpStatusCode.UnprocessableEntity)]
    [InlineData("""{"image":{"data":"###"}}""", HttpStatusCode.UnprocessableEntity)]
    [InlineData("""{"image":{"data":"AAAA"}}""", HttpStatusCode.UnprocessableEntity)]
    public async Task What_is_no_post_is_answered_with_the_reason(string body, HttpStatusCode status)
    {
        using var answer = await PostAsync("api/classify", body);

        await IsProblemAsync(answer, status);
    }

    [Fact(Timeout = Timeout)]
    public async Task A_body_of_another_type_and_one_that_is_too_large_are_refused()
    {
        using var text = new StringContent("hello");
        await IsProblemAsync(await _host.Http.PostAsync(Uri("api/classify"), text, Token), HttpStatusCode.UnsupportedMediaType);

        using var large = new StringContent($$"""{"text":"{{new string('a', 2_100_000)}}"}""", new MediaTypeHeaderValue("application/json"));
        using var request = new HttpRequestMessage(HttpMethod.Post, Uri("api/classify")) { Content = large, Headers = { ExpectContinue = true } };
        await IsProblemAsync(await _host.Http.SendAsync(request, Token), HttpStatusCode.RequestEntityTooLarge);
    }

    [Fact(Timeout = Timeout)]
    public async Task A_post_goes_through_kafka_to_the_live_feed_and_the_timeline()
    {
        using var reader = new FeedClient(await _host.Http.GetAsync(
            Uri("api/emotions/stream?userId=ada"), HttpCompletionOption.ResponseHeadersRead, Token));
        Assert.Equal("ready", (await reader.NextAsync()).EventType);

        using var accepted = await PostAsync("api/posts", """{"userId":"ada","text":"I am so happy today"}""");
        Assert.Equal(HttpStatusCode.Accepted, accepted.StatusCode);
        var id = (await accepted.Content.ReadFromJsonAsync<JsonObject>(Token))!["id"]!.ToString();

        var live = await reader.NextAsync("emotion");
        Assert.Equal(id, JsonNode.Parse(live.Data)!["postId"]!.ToString());
        await HostFixture.UntilAsync(async () => (await TimelineAsync("ada")).Count == 1);
        Assert.Equal(id, (await TimelineAsync("ada"))[0]!["postId"]!.ToString());
    }

    [Fact(Timeout = Timeout)]
    public async Task A_post_without_a_user_is_refused_and_not_published()
    {
        await IsProblemAsync(await PostAsync("api/posts", """{"text":"whose is this?"}"""), HttpStatusCode.UnprocessableEntity);
    }

    [Fact(Timeout = Timeout)]
    public async Task Every_user_that_a_post_may_have_is_read_and_erased_by_its_own_address_alone()
    {
        string[] users = ["slash/ed", "slash%2Fed", "slash%252Fed", "100%", "q?a=b&c#d", "…", "Łukasz 😀".Replace(" ", "+", StringComparison.Ordinal), "back\\slash", "..."];
        foreach (var user in users)
        {
            using var accepted = await PostAsync("api/posts", JsonSerializer.Serialize(new { id = "same", userId = user, text = "hello" }));
            Assert.Equal(HttpStatusCode.Accepted, accepted.StatusCode);
        }

        foreach (var user in users)
        {
            await HostFixture.UntilAsync(async () => (await TimelineAsync(System.Uri.EscapeDataString(user))).Count == 1);
            Assert.Equal(user, (await TimelineAsync(System.Uri.EscapeDataString(user)))[0]!["userId"]!.ToString());
        }

        for (var i = 0; i < users.Length; i++)
        {
            using var erased = await _host.Http.DeleteAsync(Uri($"api/users/{System.Uri.EscapeDataString(users[i])}"), Token);
            Assert.Equal(HttpStatusCode.NoContent, erased.StatusCode);
            Assert.Empty(await TimelineAsync(System.Uri.EscapeDataString(users[i])));
            foreach (var other in users[(i + 1)..])
            {
                Assert.Single(await TimelineAsync(System.Uri.EscapeDataString(other)));
            }
        }
    }

    [Fact(Timeout = Timeout)]
    public async Task The_next_page_of_a_user_with_a_slash_is_where_the_link_says()
    {
        foreach (var day in Enumerable.Range(1, 2))
        {
            using var accepted = await PostAsync("api/posts", $$"""{"userId":"pa/ge","createdAt":"2026-01-0{{day}}T00:00:00Z","text":"day {{day}}"}""");
        }

        await HostFixture.UntilAsync(async () => (await TimelineAsync("pa%2Fge")).Count == 2);
        using var first = await _host.Http.GetAsync(Uri("api/users/pa%2Fge/timeline?limit=1"), Token);
        var link = first.Headers.GetValues("Link").Single();
        var second = await OkAsync(await _host.Http.GetAsync(Uri(link[1..link.IndexOf('>', StringComparison.Ordinal)]), Token));

        Assert.Equal("pa/ge", Assert.Single(second["items"]!.AsArray())!["userId"]!.ToString());
    }

    [Theory(Timeout = Timeout)]
    [InlineData("%20")]
    [InlineData("a%00b")]
    [InlineData("a%0Ab")]
    [InlineData("%FF")]
    [InlineData("%E2%28%A1")]
    [InlineData("100%25%")]
    [InlineData("%E2%80%8B")]
    public async Task A_user_that_no_post_can_have_is_refused_by_every_address(string user)
    {
        foreach (var (method, path) in new[] { ("GET", "/timeline"), ("GET", "/summary"), ("DELETE", "") })
        {
            Assert.StartsWith("HTTP/1.1 400 ", await RawAsync($"{method} /api/users/{user}{path}"), StringComparison.Ordinal);
        }
    }

    [Theory(Timeout = Timeout)]
    [InlineData("..%2Fusers%2Fdots")]
    [InlineData("x/../dots")]
    [InlineData("x/%2E%2E/dots")]
    [InlineData("%2E/dots")]
    public async Task An_address_with_steps_erases_nobody(string user)
    {
        using var accepted = await PostAsync("api/posts", """{"id":"steps","userId":"dots","text":"hello"}""");
        await HostFixture.UntilAsync(async () => (await TimelineAsync("dots")).Count == 1);

        Assert.DoesNotContain("500", (await RawAsync($"DELETE /api/users/{user}")).Split('\r')[0], StringComparison.Ordinal);

        Assert.Single(await TimelineAsync("dots"));
    }

    [Theory(Timeout = Timeout)]
    [InlineData(".")]
    [InlineData("..")]
    public async Task A_user_that_no_address_can_name_is_refused_on_entry(string user) =>
        await IsProblemAsync(await PostAsync("api/posts", JsonSerializer.Serialize(new { userId = user, text = "hello" })), HttpStatusCode.UnprocessableEntity);

    [Fact(Timeout = Timeout)]
    public async Task A_timeline_is_read_page_by_page_and_within_a_range()
    {
        foreach (var day in Enumerable.Range(1, 5))
        {
            using var accepted = await PostAsync("api/posts", $$"""{"userId":"bob","createdAt":"2026-01-0{{day}}T00:00:00Z","text":"day {{day}}"}""");
            Assert.Equal(HttpStatusCode.Accepted, accepted.StatusCode);
        }

        await HostFixture.UntilAsync(async () => (await TimelineAsync("bob")).Count == 5);

        var first = await OkAsync(await _host.Http.GetAsync(Uri("api/users/bob/timeline?limit=3"), Token));
        var second = await OkAsync(await _host.Http.GetAsync(Uri($"api/users/bob/timeline?limit=3&cursor={first["nextCursor"]}"), Token));
        Assert.Equal(5, first["items"]!.AsArray().Concat(second["items"]!.AsArray()).Select(item => item!["postId"]!.ToString()).Distinct().Count());
        Assert.Null(second["nextCursor"]);
        Assert.Equal(2, (await TimelineAsync("bob", "&from=2026-01-02T00:00:00Z&to=2026-01-04T00:00:00Z")).Count);
    }

    [Theory(Timeout = Timeout)]
    [InlineData("limit=0")]
    [InlineData("limit=1001")]
    [InlineData("from=yesterday")]
    [InlineData("from=2026-01-02T00:00:00Z&to=2026-01-01T00:00:00Z")]
    [InlineData("cursor=nonsense")]
    public async Task A_question_about_a_timeline_that_makes_no_sense_is_answered_with_the_reason(string query)
    {
        await IsProblemAsync(await _host.Http.GetAsync(Uri($"api/users/u/timeline?{query}"), Token), HttpStatusCode.BadRequest);
    }

    [Fact(Timeout = Timeout)]
    public async Task The_live_feed_refuses_filters_that_make_no_sense_and_more_readers_than_it_may_have()
    {
        await IsProblemAsync(await _host.Http.GetAsync(Uri("api/emotions/stream?minConfidence=2"), Token), HttpStatusCode.BadRequest);

        var readers = new List<HttpResponseMessage>();
        HttpResponseMessage answer;
        do
        {
            answer = await _host.Http.GetAsync(Uri("api/emotions/stream"), HttpCompletionOption.ResponseHeadersRead, Token);
            readers.Add(answer);
        }
        while (answer.IsSuccessStatusCode && readers.Count <= 3);

        await IsProblemAsync(answer, HttpStatusCode.ServiceUnavailable);
        Assert.NotNull(answer.Headers.RetryAfter);
        readers.ForEach(reader => reader.Dispose());
        await HostFixture.UntilAsync(async () =>
            (await OkAsync(await _host.Http.GetAsync(Uri("api/status"), Token)))["liveReaders"]!.GetValue<int>() == 0);
    }

    [Fact(Timeout = Timeout)]
    public async Task Status_tells_where_kafka_is_and_what_runs_where()
    {
        var status = await OkAsync(await _host.Http.GetAsync(Uri("api/status"), Token));

        Assert.StartsWith("127.0.0.1:", status["kafka"]!["bootstrapServers"]!.ToString(), StringComparison.Ordinal);
        Assert.True(status["kafka"]!["embedded"]!.GetValue<bool>());
        Assert.Equal("social-posts", status["kafka"]!["topics"]!["posts"]!.ToString());
        Assert.Equal("CPUExecutionProvider", Assert.Single(status["devices"]!.AsArray())!["provider"]!.ToString());
        Assert.Equal("Active", Assert.Single(status["silos"]!.AsArray())!["status"]!.ToString());
        Assert.Equal("default", status["model"]!["name"]!.ToString());
    }

    [Fact(Timeout = Timeout)]
    public async Task The_silo_becomes_ready_and_says_what_that_rests_on()
    {
        await HostFixture.UntilAsync(async () => (await _host.Http.GetAsync(Uri("health/ready"), Token)).IsSuccessStatusCode);

        var health = await OkAsync(await _host.Http.GetAsync(Uri("health/ready"), Token));
        Assert.Equal(["consumer", "kafka", "silo"], health["checks"]!.AsObject().Select(check => check.Key).Order());
        Assert.True((await _host.Http.GetAsync(Uri("health/live"), Token)).IsSuccessStatusCode);
    }

    [Fact(Timeout = Timeout)]
    public async Task The_api_describes_itself()
    {
        var document = await OkAsync(await _host.Http.GetAsync(Uri("openapi/v1.json"), Token));

        Assert.Superset(
            new HashSet<string> { "/api/classify", "/api/posts", "/api/status", "/api/users/{userId}/timeline", "/api/emotions/stream" },
            document["paths"]!.AsObject().Select(path => path.Key).ToHashSet());
    }

    [Fact(Timeout = Timeout)]
    public async Task Metrics_of_the_posts_are_there_for_prometheus()
    {
        await OkAsync(await PostAsync("api/classify", """{"text":"measure me"}"""));

        var metrics = await _host.Http.GetStringAsync(Uri("metrics"), Token);

        Assert.Contains("moodstream_stage_duration", metrics, StringComparison.Ordinal);
        Assert.Contains("orleans_", metrics, StringComparison.Ordinal);
    }

    [Fact(Timeout = Timeout)]
    public async Task An_unknown_path_of_the_api_is_a_problem_too() =>
        await IsProblemAsync(await _host.Http.GetAsync(Uri("api/nothing"), Token), HttpStatusCode.NotFound);

    private static Uri Uri(string path) => new(path, UriKind.Relative);

    private static async Task<JsonObject> OkAsync(HttpResponseMessage answer)
    {
        using (answer)
        {
            Assert.True(answer.IsSuccessStatusCode, $"{answer.StatusCode}: {await answer.Content.ReadAsStringAsync(Token)}");
            return (await answer.Content.ReadFromJsonAsync<JsonObject>(Token))!;
        }
    }

    private static async Task IsProblemAsync(HttpResponseMessage answer, HttpStatusCode status)
    {
        Assert.Equal(status, answer.StatusCode);
        Assert.Equal("application/problem+json", answer.Content.Headers.ContentType?.MediaType);
        var problem = (await answer.Content.ReadFromJsonAsync<JsonObject>(Token))!;
        Assert.Equal((int)status, problem["status"]!.GetValue<int>());
    }

    private static MultipartFormDataContent Form(string picture, params (string Name, string Value)[] fields)
    {
        var form = new MultipartFormDataContent();
        foreach (var (name, value) in fields)
        {
            form.Add(new StringContent(value), name);
        }

        var file = new ByteArrayContent(File.ReadAllBytes(Path.Combine(Repository.Root, "samples", "images", picture)));
        file.Headers.ContentType = new MediaTypeHeaderValue("image/jpeg");
        form.Add(file, "image", picture);
        return form;
    }

    private async Task<HttpResponseMessage> PostAsync(string path, string json)
    {
        using var content = new StringContent(json, new MediaTypeHeaderValue("application/json"));
        return await _host.Http.PostAsync(Uri(path), content, Token);
    }

    /// <summary>Sends an address as it stands, which HttpClient would tidy up first.</summary>
    private async Task<string> RawAsync(string request)
    {
        using var client = new System.Net.Sockets.TcpClient();
        await client.ConnectAsync(_host.Http.BaseAddress!.Host, _host.Http.BaseAddress.Port, Token);
        await using var stream = client.GetStream();
        await stream.WriteAsync(System.Text.Encoding.ASCII.GetBytes($"{request} HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n"), Token);
        using var reader = new StreamReader(stream);
        return await reader.ReadToEndAsync(Token);
    }

    private async Task<JsonArray> TimelineAsync(string user, string query = "") =>
        (await OkAsync(await _host.Http.GetAsync(Uri($"api/users/{user}/timeline?limit=100{query}"), Token)))["items"]!.AsArray();

    private sealed class FeedClient(HttpResponseMessage answer) : IDisposable
    {
        private IAsyncEnumerator<SseItem<string>>? _items;

        public async Task<SseItem<string>> NextAsync(string? type = null)
        {
            Assert.Equal("text/event-stream", answer.Content.Headers.ContentType?.MediaType);
            _items ??= SseParser.Create(await answer.Content.ReadAsStreamAsync(Token)).EnumerateAsync(Token).GetAsyncEnumerator(Token);
            do
            {
                Assert.True(await _items.MoveNextAsync());
            }
            while (type is not null && _items.Current.EventType != type);

            return _items.Current;
        }

        public void Dispose() => answer.Dispose();
    }
}
