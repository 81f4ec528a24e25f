using System.Net;
using System.Security.Cryptography;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.IdentityModel.Tokens;
using Microsoft.Net.Http.Headers;
using Moodstream.Silo.Configuration.Options;
using Moodstream.Silo.Tests.Api;

namespace Moodstream.Silo.Tests.SignIn;

/// <summary>What others try with somebody's sign-in.</summary>
[Trait("Category", "Cluster")]
public sealed class SignInAttackTests : IClassFixture<SignInHost>, IDisposable
{
    private const int Timeout = 60_000;
    private const string Session = "moodstream-session";

    private static readonly Dictionary<string, Action<SecurityTokenDescriptor>> Forgeries = new()
    {
        ["another audience"] = token => token.Audience = "another",
        ["another issuer"] = token => token.Issuer = "https://evil.example",
        ["another nonce"] = token => token.Claims["nonce"] = "seen before",
        ["another key"] = token => token.SigningCredentials = new SigningCredentials(new RsaSecurityKey(RSA.Create(2048)) { KeyId = "one" }, SecurityAlgorithms.RsaSha256),
        ["no signature"] = token => token.SigningCredentials = null,
        ["an old token"] = token => (token.IssuedAt, token.NotBefore, token.Expires) = (DateTime.UtcNow.AddHours(-3), DateTime.UtcNow.AddHours(-3), DateTime.UtcNow.AddHours(-2)),
    };

    private readonly SignInHost _host;

    public SignInAttackTests(SignInHost host)
    {
        _host = host;
        HostFixture.Require();
        _host.Provider.Person = Person.Reader;
    }

    public static TheoryData<string> ForgedTokens => [.. Forgeries.Keys];

    public void Dispose() => _host.Provider.Forge = null;

    [Theory(Timeout = Timeout)]
    [MemberData(nameof(ForgedTokens))]
    public async Task A_forged_token_signs_nobody_in(string forgery)
    {
        _host.Provider.Forge = Forgeries[forgery];
        using var browser = _host.Open();

        await IsRefusedAsync(browser, await browser.ToWayBackAsync("/"));
    }

    [Fact(Timeout = Timeout)]
    public async Task A_state_that_the_silo_did_not_write_is_refused()
    {
        using var browser = _host.Open();
        var back = await browser.ToWayBackAsync("/");
        var query = QueryHelpers.ParseQuery(back[back.IndexOf('?', StringComparison.Ordinal)..]);
        var (code, state) = (query["code"].ToString(), query["state"].ToString());

        await IsRefusedAsync(browser, $"/sign-in/callback?code={code}&state=forged");
        await IsRefusedAsync(browser, $"/sign-in/callback?code={code}&state={Flipped(state)}");
        await IsRefusedAsync(browser, $"/sign-in/callback?code={code}");
        await IsRefusedAsync(browser, "/sign-in/callback?error=access_denied&error_description=%0Aforged%20line");
        await IsRefusedAsync(browser, "/sign-in/callback");
    }

    [Fact(Timeout = Timeout)]
    public async Task A_link_of_somebody_else_does_not_sign_a_victim_in_as_them()
    {
        using var attacker = _host.Open();
        using var victim = _host.Open();
        await victim.ToWayBackAsync("/");

        await IsRefusedAsync(victim, await attacker.ToWayBackAsync("/"));
    }

    [Fact(Timeout = Timeout)]
    public async Task A_code_signs_in_once_even_for_whoever_has_the_cookies_as_well()
    {
        using var browser = _host.Open();
        var back = await browser.ToWayBackAsync("/");
        using var thief = browser.Copy();
        using (var first = await browser.GoAsync(back))
        {
            Assert.Equal(HttpStatusCode.Redirect, first.StatusCode);
        }

        await IsRefusedAsync(thief, back);
        using var again = await browser.GoAsync(back);
        Assert.Equal(HttpStatusCode.BadRequest, again.StatusCode);
    }

    [Theory(Timeout = Timeout)]
    [InlineData("https://evil.example/")]
    [InlineData("//evil.example/")]
    [InlineData("/\\evil.example/")]
    [InlineData("/.//evil.example/")]
    [InlineData("javascript:alert(1)")]
    public async Task A_sign_in_leads_to_no_other_server(string wanted)
    {
        using var browser = _host.Open();

        Assert.Equal("/", await browser.SignInAsync($"/sign-in?return={Uri.EscapeDataString(wanted)}"));
    }

    [Fact(Timeout = Timeout)]
    public async Task A_session_that_was_written_to_is_none()
    {
        using var browser = await _host.SignInAsync(Person.Reader);
        var session = browser.Cookies[Session].Value.ToString();

        foreach (var forged in new[] { Flipped(session), session[..^20], "administer", session + session })
        {
            browser.Cookies[Session] = new SetCookieHeaderValue(Session, forged) { Path = "/" };
            using var answer = await browser.FetchAsync(HttpMethod.Get, "/api/status");
            Assert.Equal(HttpStatusCode.Unauthorized, answer.StatusCode);
        }
    }

    [Theory(Timeout = Timeout)]
    [InlineData("Sec-Fetch-Site", "cross-site", HttpStatusCode.Forbidden)]
    [InlineData("Sec-Fetch-Site", "same-site", HttpStatusCode.Forbidden)]
    [InlineData("Origin", "https://evil.example", HttpStatusCode.Forbidden)]
    // May change something by a key of its own, but not by the session of whoever looks at it.
    [InlineData("Origin", "https://allowed.example", HttpStatusCode.Unauthorized)]
    public async Task A_page_of_another_site_does_nothing_in_the_name_of_whoever_is_signed_in(string header, string value, HttpStatusCode refusal)
    {
        using var browser = await _host.SignInAsync(new Person("01", "Adam In", Roles.Administer));
        (string, string)[] headers = header == "Origin" ? [("Sec-Fetch-Site", "cross-site"), (header, value)] : [(header, value)];

        using var erased = await browser.FetchAsync(HttpMethod.Delete, "/api/users/u", headers);
        Assert.Equal(refusal, erased.StatusCode);
        using var signedOut = await browser.FetchAsync(HttpMethod.Post, "/sign-out", headers);
        Assert.Equal(refusal == HttpStatusCode.Forbidden, signedOut.StatusCode == HttpStatusCode.Forbidden);
    }

    [Fact(Timeout = Timeout)]
    public async Task A_link_cannot_sign_anybody_out()
    {
        using var browser = await _host.SignInAsync(Person.Reader);
        foreach (var path in new[] { "/sign-out", "/signout-oidc", "/signout-callback-oidc" })
        {
            using var answer = await browser.GoAsync(path);
            Assert.Contains(answer.StatusCode, new[] { HttpStatusCode.NotFound, HttpStatusCode.MethodNotAllowed });
        }

        Assert.Contains(Session, browser.Cookies.Keys);
    }

    /// <summary>Changes a character in the middle, where all bits count.</summary>
    private static string Flipped(string text) => string.Create(text.Length, text, static (copy, from) =>
    {
        from.CopyTo(copy);
        copy[from.Length / 2] = copy[from.Length / 2] == 'A' ? 'B' : 'A';
    });

    private static async Task IsRefusedAsync(Browser browser, string back)
    {
        using var answer = await browser.GoAsync(back);
        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
        Assert.Contains("Nobody was signed in", await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken), StringComparison.Ordinal);
        Assert.DoesNotContain(Session, browser.Cookies.Keys);
        using var status = await browser.FetchAsync(HttpMethod.Get, "/api/status");
        Assert.Equal(HttpStatusCode.Unauthorized, status.StatusCode);
    }
}
