using System.Net;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.WebUtilities;
using Moodstream.Silo.Configuration.Options;
using Moodstream.Silo.Tests.Api;
using SameSite = Microsoft.Net.Http.Headers.SameSiteMode;

namespace Moodstream.Silo.Tests.SignIn;

/// <summary>People sign in to the dashboard, use it, and sign out.</summary>
[Trait("Category", "Cluster")]
public sealed class SignInTests : IClassFixture<SignInHost>
{
    private const int Timeout = 60_000;
    private const string Session = "moodstream-session";

    private readonly SignInHost _host;

    public SignInTests(SignInHost host)
    {
        _host = host;
        HostFixture.Require();
        _host.Provider.Person = Person.Reader;
    }

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory(Timeout = Timeout)]
    [InlineData("/")]
    [InlineData("/users/?id=zo%C3%AB&bucket=day")]
    [InlineData("/models")]
    public async Task Whoever_goes_to_a_page_signs_in_first_and_comes_back_to_it(string page)
    {
        using (var stranger = _host.Open())
        using (var sent = await stranger.GoAsync(page))
        {
            Assert.Equal(HttpStatusCode.Redirect, sent.StatusCode);
            Assert.True(sent.Headers.CacheControl?.NoStore);
            Assert.StartsWith($"{_host.Provider.Address}/authorize?", sent.Headers.Location!.OriginalString, StringComparison.Ordinal);
            var asked = QueryHelpers.ParseQuery(sent.Headers.Location.Query);
            Assert.Equal($"{_host.Http.BaseAddress}sign-in/callback", asked["redirect_uri"]);
            Assert.Equal("S256", asked["code_challenge_method"]);
            Assert.All(asked.Values, value => Assert.DoesNotContain("users", value.ToString(), StringComparison.Ordinal));
        }

        using var browser = _host.Open();
        Assert.Equal(page, await browser.SignInAsync(page));

        var session = Assert.Single(browser.Cookies.Values);
        Assert.Equal(Session, session.Name.Value);
        Assert.Equal("/", session.Path.Value);
        Assert.True(session.HttpOnly);
        Assert.Equal(SameSite.Lax, session.SameSite);
        Assert.Null(session.Expires);
        Assert.False(session.Domain.HasValue);
        using var seen = await browser.GoAsync("/");
        Assert.Equal(HttpStatusCode.OK, seen.StatusCode);
        Assert.Contains("form-action 'self'", Assert.Single(seen.Headers.GetValues("Content-Security-Policy")), StringComparison.Ordinal);
    }

    [Fact(Timeout = Timeout)]
    public async Task A_session_serves_what_the_scripts_of_the_pages_ask_for()
    {
        using var browser = await _host.SignInAsync(Person.Reader);

        using var session = await browser.FetchAsync(HttpMethod.Get, "/api/session");
        var answer = await session.Content.ReadFromJsonAsync<JsonObject>(Token);
        Assert.True(answer!["signIn"]!.GetValue<bool>());
        Assert.Equal(Person.Reader.Name, answer["name"]!.ToString());
        Assert.True(session.Headers.CacheControl?.NoStore);
        using var status = await browser.FetchAsync(HttpMethod.Get, "/api/status");
        Assert.Equal(HttpStatusCode.OK, status.StatusCode);
        using var stream = await browser.FetchAsync(HttpMethod.Get, "/api/emotions/stream", ("Accept", "text/event-stream"));
        Assert.Equal("text/event-stream", stream.Content.Headers.ContentType?.MediaType);
        using var events = new StreamReader(await stream.Content.ReadAsStreamAsync(Token));
        string? line;
        do
        {
            line = await events.ReadLineAsync(Token);
        }
        while (line is not (null or "event: ready"));

        Assert.NotNull(line);
    }

    [Fact(Timeout = Timeout)]
    public async Task A_role_that_somebody_does_not_have_is_refused_and_one_that_nobody_knows_is_none()
    {
        using var reader = await _host.SignInAsync(Person.Reader);
        using var nobody = await _host.SignInAsync(new Person("00", "No Body", "unknown"));
        using var administrator = await _host.SignInAsync(new Person("01", "Adam In", Roles.Administer));

        Assert.Equal(HttpStatusCode.OK, await StatusAsync(reader, HttpMethod.Get, "/api/models"));
        Assert.Equal(HttpStatusCode.Forbidden, await StatusAsync(reader, HttpMethod.Get, "/api/users/u/timeline"));
        Assert.Equal(HttpStatusCode.Forbidden, await StatusAsync(reader, HttpMethod.Delete, "/api/users/u"));
        Assert.Equal(HttpStatusCode.Forbidden, await StatusAsync(nobody, HttpMethod.Get, "/api/models"));
        Assert.Equal(HttpStatusCode.NoContent, await StatusAsync(administrator, HttpMethod.Delete, "/api/users/u"));
    }

    [Theory(Timeout = Timeout)]
    [InlineData("/api/status")]
    [InlineData("/api/emotions/stream")]
    [InlineData("/metrics")]
    public async Task The_api_never_sends_anybody_elsewhere(string path)
    {
        using var browser = _host.Open();

        foreach (var ask in new[] { () => browser.GoAsync(path), () => browser.FetchAsync(HttpMethod.Get, path), () => _host.Http.GetAsync(new Uri(path, UriKind.Relative), Token) })
        {
            using var answer = await ask();
            Assert.Equal(HttpStatusCode.Unauthorized, answer.StatusCode);
            Assert.Equal("application/problem+json", answer.Content.Headers.ContentType?.MediaType);
            Assert.Equal("Bearer", answer.Headers.WwwAuthenticate.Single().Scheme);
        }
    }

    [Theory(Timeout = Timeout)]
    [InlineData("/css/base.css")]
    [InlineData("/signed-out.html")]
    [InlineData("/health/live")]
    [InlineData("/openapi/v1.json")]
    public async Task What_holds_no_data_is_for_everybody(string path)
    {
        using var browser = _host.Open();
        using var answer = await browser.GoAsync(path);

        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
    }

    [Fact(Timeout = Timeout)]
    public async Task Whoever_signs_out_is_nobody_afterwards_and_is_sent_on_to_the_provider()
    {
        using var browser = await _host.SignInAsync(Person.Reader);
        using var answer = await browser.FetchAsync(HttpMethod.Post, "/sign-out");

        var next = new Uri((await answer.Content.ReadFromJsonAsync<JsonObject>(Token))!["next"]!.ToString());
        Assert.Equal($"{_host.Provider.Address}/logout", next.GetLeftPart(UriPartial.Path));
        Assert.Equal($"{_host.Http.BaseAddress}signed-out.html", QueryHelpers.ParseQuery(next.Query)["post_logout_redirect_uri"]);
        Assert.Empty(browser.Cookies);
        Assert.Equal(HttpStatusCode.Unauthorized, await StatusAsync(browser, HttpMethod.Get, "/api/status"));
        using var page = await browser.GoAsync("/");
        Assert.Equal(HttpStatusCode.Redirect, page.StatusCode);
    }

    [Fact(Timeout = Timeout)]
    public async Task A_session_ends_and_the_live_feed_with_it()
    {
        using var late = await _host.SessionUntilAsync(DateTimeOffset.UtcNow.AddSeconds(-1));
        Assert.Equal(HttpStatusCode.Unauthorized, await StatusAsync(late, HttpMethod.Get, "/api/status"));

        using var brief = await _host.SessionUntilAsync(DateTimeOffset.UtcNow.AddSeconds(5));
        using var stream = await brief.FetchAsync(HttpMethod.Get, "/api/emotions/stream");
        Assert.Equal(HttpStatusCode.OK, stream.StatusCode);
        Assert.Contains("event: ready", await stream.Content.ReadAsStringAsync(Token), StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.Unauthorized, await StatusAsync(brief, HttpMethod.Get, "/api/emotions/stream"));
    }

    private static async Task<HttpStatusCode> StatusAsync(Browser browser, HttpMethod method, string path)
    {
        using var answer = await browser.FetchAsync(method, path);
        return answer.StatusCode;
    }
}
