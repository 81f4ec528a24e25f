using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json.Nodes;

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
    public async Task A_batch_that_is_none_is_refused(string body)
    {
        using var content = new StringContent(body, new MediaTypeHeaderValue("application/json"));
        using var answer = await _host.Http.PostAsync(new Uri("api/classify/batch", UriKind.Relative), content, Token);

        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
        await IsProblemAsync(answer, "");
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
