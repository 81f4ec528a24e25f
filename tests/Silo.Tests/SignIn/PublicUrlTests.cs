using System.Net;
using Microsoft.AspNetCore.WebUtilities;
using Moodstream.Silo.Tests.Api;

namespace Moodstream.Silo.Tests.SignIn;

/// <summary>A silo behind a proxy at which TLS ends.</summary>
[Trait("Category", "Cluster")]
public sealed class PublicUrlTests : IClassFixture<PublicUrlTests.Proxied>
{
    private const int Timeout = 60_000;

    private readonly Proxied _host;

    public PublicUrlTests(Proxied host)
    {
        _host = host;
        HostFixture.Require();
    }

    [Fact(Timeout = Timeout)]
    public async Task Browsers_come_back_to_the_public_address_and_hold_cookies_that_only_tls_carries()
    {
        using var browser = new Browser(_host.Http.BaseAddress!) { Host = "mood.example.org" };

        // Nobody is signed in while the provider is away, and nobody is let in either.
        _host.Provider.IsAway = true;
        using (var away = await browser.GoAsync("/"))
        {
            Assert.Equal(HttpStatusCode.ServiceUnavailable, away.StatusCode);
            Assert.Equal("text/html", away.Content.Headers.ContentType?.MediaType);
        }

        _host.Provider.IsAway = false;
        await HostFixture.UntilAsync(async () =>
        {
            using var sent = await browser.GoAsync("/");
            return sent.StatusCode == HttpStatusCode.Redirect
                && QueryHelpers.ParseQuery(sent.Headers.Location!.Query)["redirect_uri"] == "https://mood.example.org/sign-in/callback";
        });

        Assert.NotEmpty(browser.Cookies);
        Assert.All(browser.Cookies.Values, cookie => Assert.True(cookie.Secure && cookie.HttpOnly && cookie.Path == "/sign-in/callback", cookie.ToString()));
        Assert.All(browser.Cookies.Keys, name => Assert.StartsWith("__Secure-", name, StringComparison.Ordinal));

        await browser.SignInAsync();

        var session = browser.Cookies["__Host-moodstream-session"];
        Assert.True(session.Secure && session.HttpOnly && session.Path == "/" && !session.Domain.HasValue, session.ToString());
        using var status = await browser.FetchAsync(HttpMethod.Get, "/api/status");
        Assert.Equal(HttpStatusCode.OK, status.StatusCode);
    }

    /// <summary>A host that knows the address of the proxy.</summary>
    public sealed class Proxied : SignInHost
    {
        protected override IEnumerable<KeyValuePair<string, string?>> Settings => [.. base.Settings, new("Auth:PublicUrl", "https://mood.example.org/")];
    }
}
