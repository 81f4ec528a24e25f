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
    [InlineData("timeline?limit=0", "limit is 0; it must be 1 to 1000.")]
    [InlineData("timeline?limit=1001", "limit is 1001")]
    [InlineData("timeline?limit=many", "limit is 'many'; it must be a whole number.")]
    [InlineData("timeline?limit=1&limit=2", "limit is given 2 times")]
    [InlineData("timeline?from=yesterday", "from is 'yesterday'; it must be a time in ISO 8601")]
    [InlineData("timeline?from=2026-01-02T00:00:00Z&to=2026-01-01T00:00:00Z", "from must be earlier than to.")]
    [InlineData("timeline?cursor=nonsense", "cursor")]
    [InlineData("timeline?emotion=happy", "No model here knows the emotion 'happy'; the one in use knows anger,")]
    [InlineData("timeline?limt=3", "There is no parameter 'limt' here. Did you mean 'limit'?")]
    [InlineData("timeline?format=xml", "format is 'xml'; it must be json, ndjson or csv.")]
    [InlineData("summary?timeZone=Europe/Zuerich", "timeZone must be the IANA name of a time zone, such as Europe/Zurich. Did you mean 'Europe/Zurich'?")]
    [InlineData("summary?to=0001-01-01T00:00:00Z", "earlier than to")]
    [InlineData("summary?from=9998-01-01T00:00:00Z&to=9999-12-31T23:59:59Z", "must lie between 1970-01-01 and 9999-12-31")]
    [InlineData("summary?bucket=3", "bucket must be hour, day, week, month, or a duration")]
    [InlineData("summary?bucket=day,week", "bucket must be hour, day, week, month, or a duration")]
    [InlineData("timeline?format=1", "format is '1'; it must be json, ndjson or csv.")]
    [InlineData("summary?bucket=fortnight", "bucket must be hour, day, week, month, or a duration")]
    public async Task A_question_that_makes_no_sense_is_answered_in_words(string question, string words)
    {
        var problem = await IsProblemAsync(await _host.Http.GetAsync(Uri($"api/users/u/{question}"), Token), HttpStatusCode.BadRequest);

        Assert.Contains(words, problem["detail"]!.ToString(), StringComparison.Ordinal);
    }

    [Theory(Timeout = Timeout)]
    [InlineData("minConfidence=2", "minConfidence must be 0 to 1.")]
    [InlineData("minConfidence=much", "minConfidence is 'much'; it must be a number such as 0.5.")]
    [InlineData("pulse=perhaps", "pulse is 'perhaps'; it must be true or false.")]
    [InlineData("emotion=joy&emotion=happy", "No model here knows the emotion 'happy'")]
    [InlineData("modality=smell", "No model here reads the modality 'smell'; the one in use reads text, image.")]
    [InlineData("userId=%20", "no post has such a user")]
    [InlineData("confidence=0.5", "Did you mean 'minConfidence'?")]
    public async Task A_filter_of_the_live_feed_that_makes_no_sense_is_answered_in_words(string filter, string words)
    {
        var problem = await IsProblemAsync(await _host.Http.GetAsync(Uri($"api/emotions/stream?{filter}"), Token), HttpStatusCode.BadRequest);

        Assert.Contains(words, problem["detail"]!.ToString(), StringComparison.Ordinal);
    }

    [Fact(Timeout = Timeout)]
    public async Task An_address_that_is_asked_in_another_way_says_in_which_it_answers()
    {
        var problem = await IsProblemAsync(await _host.Http.GetAsync(Uri("api/classify"), Token), HttpStatusCode.MethodNotAllowed);

        Assert.Equal("This address answers POST, and was asked by GET.", problem["detail"]!.ToString());
    }

    [Theory(Timeout = Timeout)]
    [InlineData("nothing", HttpStatusCode.NotFound)]
    [InlineData("api/classify", HttpStatusCode.MethodNotAllowed)]
    public async Task People_get_a_page_where_programs_get_a_problem(string path, HttpStatusCode status)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, Uri(path)) { Headers = { { "Accept", "text/html,application/xhtml+xml,*/*;q=0.8" } } };
        using var page = await _host.Http.SendAsync(request, Token);

        Assert.Equal(status, page.StatusCode);
        Assert.Equal("text/html", page.Content.Headers.ContentType?.MediaType);
        Assert.Contains("There is no page at this address", await page.Content.ReadAsStringAsync(Token), StringComparison.Ordinal);
        await IsProblemAsync(await _host.Http.GetAsync(Uri(path), Token), status);
    }

    [Theory(Timeout = Timeout)]
    [InlineData("")]
    [InlineData("api/status")]
    [InlineData("api/users/u/timeline")]
    [InlineData("api/users/u/timeline?format=csv")]
    [InlineData("api/emotions/stream")]
    [InlineData("health/ready")]
    [InlineData("openapi/v1.json")]
    public async Task Head_is_answered_like_get_without_the_content(string path)
    {
        using var get = await _host.Http.GetAsync(Uri(path), HttpCompletionOption.ResponseHeadersRead, Token);
        using var request = new HttpRequestMessage(HttpMethod.Head, Uri(path));
        using var head = await _host.Http.SendAsync(request, Token);

        Assert.Equal(get.StatusCode, head.StatusCode);
        Assert.Equal(get.Content.Headers.ContentType, head.Content.Headers.ContentType);
        Assert.Empty(await head.Content.ReadAsByteArrayAsync(Token));
    }

    [Fact(Timeout = Timeout)]
    public async Task A_whole_timeline_is_read_as_lines_or_as_a_table_whatever_its_length()
    {
        const int Many = 1_005;
        await Parallel.ForAsync(0, Many, Token, async (i, _) =>
        {
            using var accepted = await PostAsync("api/posts", JsonSerializer.Serialize(new { id = i == 0 ? "=cmd()" : $"p{i}", userId = "long", text = $"number {i}" }));
            Assert.Equal(HttpStatusCode.Accepted, accepted.StatusCode);
        });
        await HostFixture.UntilAsync(async () => (await LinesAsync("format=ndjson")).Length == Many);

        var lines = await LinesAsync("format=ndjson");
        Assert.Equal(Many, lines.Select(line => JsonNode.Parse(line)!["postId"]!.ToString()).Distinct().Count());
        Assert.Equal(7, (await LinesAsync("format=ndjson&limit=7")).Length);
        var table = await LinesAsync("format=csv");
        Assert.Equal(Many + 1, table.Length);
        Assert.StartsWith("userId,postId,createdAt,", table[0], StringComparison.Ordinal);
        Assert.Contains("'=cmd()", Assert.Single(table, line => line.Contains("cmd", StringComparison.Ordinal)), StringComparison.Ordinal);
        using var request = new HttpRequestMessage(HttpMethod.Get, Uri("api/users/long/timeline")) { Headers = { { "Accept", "text/csv;q=0.5, application/x-ndjson" } } };
        using var chosen = await _host.Http.SendAsync(request, Token);
        Assert.Equal("application/x-ndjson", chosen.Content.Headers.ContentType?.MediaType);

        async Task<string[]> LinesAsync(string query) => (await _host.Http.GetStringAsync(Uri($"api/users/long/timeline?{query}"), Token)).Split('\n', StringSplitOptions.RemoveEmptyEntries);
    }

    [Fact(Timeout = Timeout)]
    public async Task A_batch_is_classified_in_its_order_and_a_bad_post_fails_alone()
    {
        var answer = await OkAsync(await PostAsync("api/classify/batch", """{"posts":[{"text":"I am so happy today"},{"id":"p"},5,{"text":"I am furious, this is outrageous"}]}"""));

        var results = answer["results"]!.AsArray();
        Assert.Equal(["joy", null, null, "anger"], results.Select(result => result!["classification"]?["emotion"]?.ToString()));
        Assert.Equal([null, "urn:moodstream:error:post-empty", "urn:moodstream:error:json-not-object", null], results.Select(result => result!["problem"]?["type"]?.ToString()));
    }

    [Fact(Timeout = Timeout)]
    public async Task A_batch_of_too_many_posts_or_none_is_refused_in_words()
    {
        var many = JsonSerializer.Serialize(new { posts = Enumerable.Repeat(new { text = "again" }, 101) });

        var tooMany = await IsProblemAsync(await PostAsync("api/classify/batch", many), HttpStatusCode.RequestEntityTooLarge);
        Assert.Contains("101 posts; Http:MaxBatchPosts admits 100", tooMany["detail"]!.ToString(), StringComparison.Ordinal);
        await IsProblemAsync(await PostAsync("api/classify/batch", "[]"), HttpStatusCode.BadRequest);
        await IsProblemAsync(await PostAsync("api/classify/batch", "{\"posts\":"), HttpStatusCode.BadRequest);
    }

    [Fact(Timeout = Timeout)]
    public async Task Opinions_and_times_look_the_same_wherever_they_are_told()
    {
        using var accepted = await PostAsync("api/posts", """{"id":"same","userId":"alike","createdAt":"2026-01-31T12:00:00.1234567Z","text":"I am so happy today"}""");
        await HostFixture.UntilAsync(async () => (await TimelineAsync("alike")).Count == 1);
        var stored = (await TimelineAsync("alike"))[0]!;
        var asked = await OkAsync(await PostAsync("api/classify", """{"id":"same","userId":"alike","createdAt":"2026-01-31T12:00:00.1234567Z","text":"I am so happy today"}"""));

        Assert.Equal(stored["opinions"]!.ToJsonString(), asked["opinions"]!.ToJsonString());
        Assert.Equal(7, asked["probabilitiesByModality"]!["text"]!.AsObject().Count);
        Assert.Equal("2026-01-31T12:00:00.123+00:00", stored["createdAt"]!.ToString());
        Assert.Equal("2026-01-31T12:00:00.123+00:00", asked["createdAt"]!.ToString());
        string[] documents = [asked.ToJsonString(), (await OkAsync(await _host.Http.GetAsync(Uri("api/status"), Token))).ToJsonString(), (await OkAsync(await _host.Http.GetAsync(Uri("api/emotions/trend"), Token))).ToJsonString()];
        Assert.All(documents, document => Assert.DoesNotMatch(@"\d\d:\d\d:\d\d\.\d{4,}", document));
    }

    [Fact(Timeout = Timeout)]
    public async Task Answers_are_compressed_for_those_who_ask_for_it_and_the_live_feed_is_not()
    {
        Assert.Equal(["br"], await EncodingAsync("api/status", "br, gzip"));
        Assert.Equal(["gzip"], await EncodingAsync("js/live/page.js", "gzip"));
        Assert.Empty(await EncodingAsync("api/status", "identity"));
        Assert.Empty(await EncodingAsync("api/emotions/stream", "br, gzip"));

        async Task<ICollection<string>> EncodingAsync(string path, string accepted)
        {
            using var request = new HttpRequestMessage(HttpMethod.Get, Uri(path)) { Headers = { { "Accept-Encoding", accepted } } };
            using var answer = await _host.Http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, Token);
            Assert.True(answer.IsSuccessStatusCode);
            return answer.Content.Headers.ContentEncoding;
        }
    }

    [Fact(Timeout = Timeout)]
    public async Task Pages_of_other_origins_may_use_the_api_only_where_a_setting_names_them()
    {
        Assert.Equal("https://allowed.example", await AllowedAsync(HttpMethod.Get, "https://allowed.example", "api/status"));
        Assert.Equal("https://allowed.example", await AllowedAsync(HttpMethod.Options, "https://allowed.example", "api/classify"));
        Assert.Equal("https://allowed.example", await AllowedAsync(HttpMethod.Get, "https://allowed.example", "api/users/u/timeline?limit=0"));
        Assert.Null(await AllowedAsync(HttpMethod.Get, "https://other.example", "api/status"));

        async Task<string?> AllowedAsync(HttpMethod method, string origin, string path)
        {
            using var request = new HttpRequestMessage(method, Uri(path)) { Headers = { { "Origin", origin }, { "Access-Control-Request-Method", "POST" } } };
            using var answer = await _host.Http.SendAsync(request, Token);
            return answer.Headers.TryGetValues("Access-Control-Allow-Origin", out var values) ? values.Single() : null;
        }
    }

    [Fact(Timeout = Timeout)]
    public async Task The_live_feed_refuses_more_readers_than_it_may_have()
    {
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
        Assert.Equal("active", Assert.Single(status["silos"]!.AsArray())!["status"]!.ToString());
        Assert.Matches("^(running|stopped)$", status["kafka"]!["state"]!.ToString());
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

    private static async Task<JsonObject> IsProblemAsync(HttpResponseMessage answer, HttpStatusCode status)
    {
        Assert.Equal(status, answer.StatusCode);
        Assert.Equal("application/problem+json", answer.Content.Headers.ContentType?.MediaType);
        var problem = (await answer.Content.ReadFromJsonAsync<JsonObject>(Token))!;
        Assert.Equal((int)status, problem["status"]!.GetValue<int>());
        Assert.False(string.IsNullOrEmpty(problem["detail"]?.ToString()), "A problem says what is wrong.");
        Assert.DoesNotContain("Nullable", problem["detail"]!.ToString(), StringComparison.Ordinal);
        return problem;
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
