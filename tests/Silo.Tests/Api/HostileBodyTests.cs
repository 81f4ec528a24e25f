using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json.Nodes;
using Moodstream.TestKit;

namespace Moodstream.Silo.Tests.Api;

/// <summary>Bodies that no honest program sends are the sender's fault, and are called what they are called in dead letters.</summary>
[Trait("Category", "Cluster")]
public sealed class HostileBodyTests : IClassFixture<HostFixture>
{
    private const int Timeout = 60_000;
    private const string Error = "urn:moodstream:error:";

    private readonly HostFixture _host;

    public HostileBodyTests(HostFixture host)
    {
        _host = host;
        HostFixture.Require();
    }

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public static TheoryData<string, string, HttpStatusCode, string> Bodies => new()
    {
        { "application/json", "{\"text\":\"\\u00ff\\u00fe\"}", HttpStatusCode.OK, "" },
        { "application/json", "{\"text\":\"\u00ff\"}", HttpStatusCode.BadRequest, "utf8-invalid" },
        { "application/json", "{\"text\":\"a\"", HttpStatusCode.BadRequest, "json-malformed" },
        { "application/json", "", HttpStatusCode.BadRequest, "json-missing" },
        { "application/json", "5", HttpStatusCode.BadRequest, "json-not-object" },
        { "application/json", "{\"text\":\"a\"} {}", HttpStatusCode.BadRequest, "json-malformed" },
        { "application/json", "{\"userId\":\"\\ud800\",\"text\":\"a\"}", HttpStatusCode.UnprocessableEntity, "unicode-invalid" },
        { "application/json", "{\"\\udc00\":1,\"text\":\"a\"}", HttpStatusCode.UnprocessableEntity, "unicode-invalid" },
        { "application/json", "{\"text\":\"half \\ud83d\"}", HttpStatusCode.OK, "" },
        { "application/json", "{\"text\":\"a\",\"text\":\"b\"}", HttpStatusCode.UnprocessableEntity, "field-duplicate" },
        { "application/json", "{\"a\":1,\"a\":2,\"text\":\"a\"}", HttpStatusCode.OK, "" },
        { "application/json", "{\"a\":" + new string('[', 70) + new string(']', 70) + ",\"text\":\"a\"}", HttpStatusCode.BadRequest, "json-malformed" },
        { "application/json; charset=utf-16", "{\"text\":\"a\"}", HttpStatusCode.UnsupportedMediaType, "" },
        { "application/json; charset=\"iso-8859-1\"", "{\"text\":\"a\"}", HttpStatusCode.UnsupportedMediaType, "" },
        { "application/json; charset=\"UTF-8\"", "{\"text\":\"a\"}", HttpStatusCode.OK, "" },
        { "application/x-www-form-urlencoded", "text=a", HttpStatusCode.UnsupportedMediaType, "" },
        { "nonsense", "a", HttpStatusCode.UnsupportedMediaType, "" },
        { "multipart/form-data", "", HttpStatusCode.BadRequest, "" },
        { "multipart/form-data; boundary=" + new string('b', 300), "", HttpStatusCode.BadRequest, "" },
        { "multipart/form-data; boundary=b", "", HttpStatusCode.BadRequest, "" },
        { "multipart/form-data; boundary=b", "--b\r\nContent-Disposition: form-data; name=\"text\"\r\n\r\ncut o", HttpStatusCode.BadRequest, "" },
        { "multipart/form-data; boundary=b", "--b\r\nContent-Disposition: form-data; na", HttpStatusCode.BadRequest, "" },
        { "multipart/form-data; boundary=b", "--b\r\nContent-Disposition: form-data; name=\"image\"; filename=\"a.jpg\"\r\n\r\n\u00ff\u00d8\u00ff", HttpStatusCode.BadRequest, "" },
        { "multipart/form-data; boundary=b", "--b\r\n\r\nno name\r\n--b--\r\n", HttpStatusCode.BadRequest, "" },
        { "multipart/form-data; boundary=b", Part("text", "a\u00ff") + "--b--\r\n", HttpStatusCode.BadRequest, "utf8-invalid" },
        { "multipart/form-data; boundary=b", Part("text", "a") + Part("text", "b") + "--b--\r\n", HttpStatusCode.UnprocessableEntity, "field-duplicate" },
        { "multipart/form-data; boundary=b", Part("text", "a", "text/plain; charset=utf-16") + "--b--\r\n", HttpStatusCode.UnsupportedMediaType, "" },
        { "multipart/form-data; boundary=\"b\"", Part("text", "a \\\" quote") + Part("other", "b") + "--b--\r\n", HttpStatusCode.OK, "" },
        { "multipart/form-data; boundary=b", string.Concat(Enumerable.Repeat(Part("x", "y"), 65)) + "--b--\r\n", HttpStatusCode.BadRequest, "" },
    };

    [Theory(Timeout = Timeout)]
    [MemberData(nameof(Bodies))]
    public async Task A_body_is_answered_in_words(string type, string latin1, HttpStatusCode status, string name)
    {
        using var content = new ByteArrayContent(Encoding.Latin1.GetBytes(latin1));
        content.Headers.TryAddWithoutValidation("Content-Type", type);
        using var answer = await _host.Http.PostAsync(new Uri("api/classify", UriKind.Relative), content, Token);

        Assert.Equal(status, answer.StatusCode);
        if (status != HttpStatusCode.OK)
        {
            await IsProblemAsync(answer, name);
        }
    }

    [Theory(Timeout = Timeout)]
    [InlineData("{\"posts\":[{\"text\":\"a\"}],\"posts\":[]}")]
    [InlineData("{\"posts\":5}")]
    [InlineData("[]")]
    [InlineData("{\"posts\":[{\"text\":\"a\"}")]
    [InlineData("{\"posts\":[]} x")]
    [InlineData("{\"other\":{\"posts\":[]}}")]
    [InlineData("{\"\\ud800\":[],\"posts\":[]}")]
    public async Task A_batch_that_is_none_is_refused(string body)
    {
        using var content = new StringContent(body, new MediaTypeHeaderValue("application/json"));
        using var answer = await _host.Http.PostAsync(new Uri("api/classify/batch", UriKind.Relative), content, Token);

        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
        await IsProblemAsync(answer, "");
    }

    [Fact]
    public async Task Whatever_a_body_holds_it_is_no_fault_of_the_servers()
    {
        (string Path, string Type, byte[] Body)[] originals =
        [
            ("api/classify", "application/json", "{\"text\":\"a \\u00fc day\",\"lang\":\"en\",\"image\":{\"data\":\"AQID\"}}"u8.ToArray()),
            ("api/classify/batch", "application/json", "{\"posts\":[{\"text\":\"a\"},{\"id\":\"b\",\"text\":\"b\"}]}"u8.ToArray()),
            ("api/classify", "multipart/form-data; boundary=b", Encoding.UTF8.GetBytes(Part("text", "a day", "text/plain; charset=utf-8") + Part("lang", "en") + "--b--\r\n")),
            ("api/posts", "application/json", "{\"id\":\"p\",\"userId\":\"u\",\"createdAt\":\"2026-01-31T12:00:00Z\",\"text\":\"a\"}"u8.ToArray()),
        ];
        var random = new Random(20261126);
        var accepted = 0;
        var rounds = Fuzz.Rounds(300, 10_000);
        for (var i = 0; i < rounds; i++)
        {
            var (path, type, body) = originals[i % originals.Length];
            using var content = new ByteArrayContent(Fuzz.Mutate(body, random));
            content.Headers.TryAddWithoutValidation("Content-Type", type);
            using var answer = await _host.Http.PostAsync(new Uri(path, UriKind.Relative), content, Token);
            await IsNoFaultAsync(answer, i);
            accepted += answer.IsSuccessStatusCode ? 1 : 0;
        }

        Assert.InRange(accepted, rounds / 100, rounds);
    }

    [Fact]
    public async Task Whatever_is_asked_for_it_is_no_fault_of_the_servers()
    {
        string[] originals =
        [
            "api/users/u1/timeline?from=2026-01-01T00:00:00Z&to=2026-02-01T00:00:00Z&emotion=joy&limit=10&cursor=AAAA",
            "api/users/u1/summary?from=2026-01-01T00:00:00Z&to=2026-02-01T00:00:00Z&bucket=1d&timeZone=Europe%2FZurich",
            "api/emotions/trend?window=5m&bucket=10s",
            "api/deadletters?type=json-malformed&limit=3",
        ];
        var random = new Random(20261127);
        var accepted = 0;
        var rounds = Fuzz.Rounds(300, 5_000);
        for (var i = 0; i < rounds; i++)
        {
            var (path, query) = originals[i % originals.Length].Split('?') is [var before, var after] ? (before, after) : throw new InvalidOperationException();

            // Names and signs stay now and then, or hardly any request would get beyond the address.
            var mutant = Fuzz.Mutate(Encoding.UTF8.GetBytes(query), random);
            var escaped = string.Concat(mutant.Select(static letter => letter is > 32 and < 127 and not (byte)'#' ? $"{(char)letter}" : $"%{letter:X2}"));
            using var answer = await _host.Http.GetAsync(new Uri($"{path}?{escaped}", UriKind.Relative), Token);
            await IsNoFaultAsync(answer, i);
            accepted += answer.IsSuccessStatusCode ? 1 : 0;
        }

        Assert.InRange(accepted, rounds / 100, rounds);
    }

    private static async Task IsNoFaultAsync(HttpResponseMessage answer, int round)
    {
        Assert.True((int)answer.StatusCode is < 500 and not 429, $"{round}: {answer.RequestMessage!.RequestUri} {(int)answer.StatusCode} {await answer.Content.ReadAsStringAsync(Token)}");
        if (!answer.IsSuccessStatusCode)
        {
            await IsProblemAsync(answer, "");
        }
    }

    private static string Part(string name, string value, string? type = null) =>
        $"--b\r\nContent-Disposition: form-data; name=\"{name}\"\r\n{(type is null ? "" : $"Content-Type: {type}\r\n")}\r\n{value}\r\n";

    private static async Task IsProblemAsync(HttpResponseMessage answer, string name)
    {
        Assert.Equal("application/problem+json", answer.Content.Headers.ContentType?.MediaType);
        var problem = (await answer.Content.ReadFromJsonAsync<JsonObject>(Token))!;
        Assert.False(string.IsNullOrEmpty(problem["detail"]?.ToString()));
        if (name.Length > 0)
        {
            Assert.Equal(Error + name, problem["type"]!.ToString());
        }
    }
}
