using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.Cookies;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using Microsoft.Net.Http.Headers;
using Moodstream.Silo.Tests.Api;
using Moodstream.TestKit;

namespace Moodstream.Silo.Tests.SignIn;

/// <summary>A host at which people sign in.</summary>
public class SignInHost : HostFixture
{
    private readonly TemporaryFolder _keys = new();

    internal Provider Provider { get; } = new();

    protected override IEnumerable<KeyValuePair<string, string?>> Settings =>
    [
        new("Auth:Authority", Provider.Address),
        new("Auth:ClientId", Provider.ClientId),
        new("Auth:ClientSecret", Provider.ClientSecret),
        new("Auth:KeysPath", Path.Combine(_keys.Path, "keys")),
    ];

    /// <summary>Opens a browser.</summary>
    internal Browser Open() => new(Http.BaseAddress!);

    /// <summary>Opens a browser in which somebody is signed in.</summary>
    internal async Task<Browser> SignInAsync(Person person)
    {
        Provider.Person = person;
        var browser = Open();
        await browser.SignInAsync();
        return browser;
    }

    /// <summary>Makes a session with the silo's own keys that ends when it is told to.</summary>
    internal async Task<Browser> SessionUntilAsync(DateTimeOffset end)
    {
        var browser = await SignInAsync(Person.Reader);
        var options = Services.GetRequiredService<IOptionsMonitor<CookieAuthenticationOptions>>().Get(CookieAuthenticationDefaults.AuthenticationScheme);
        var session = browser.Cookies[options.Cookie.Name!];
        var ticket = options.TicketDataFormat.Unprotect(session.Value.ToString())!;
        var properties = new AuthenticationProperties { IssuedUtc = ticket.Properties.IssuedUtc, ExpiresUtc = end };
        browser.Cookies[options.Cookie.Name!] = new SetCookieHeaderValue(
            session.Name, options.TicketDataFormat.Protect(new AuthenticationTicket(ticket.Principal, properties, ticket.AuthenticationScheme)))
        { Path = "/" };
        return browser;
    }

    public override async ValueTask InitializeAsync()
    {
        await Provider.StartAsync();
        await base.InitializeAsync();
    }

    public override async ValueTask DisposeAsync()
    {
        await base.DisposeAsync();
        await Provider.DisposeAsync();
        _keys.Dispose();
        GC.SuppressFinalize(this);
    }
}
