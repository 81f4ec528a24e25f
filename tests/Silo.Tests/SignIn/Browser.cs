using System.Net;
using Microsoft.Net.Http.Headers;

namespace Moodstream.Silo.Tests.SignIn;

/// <summary>
/// As much of a browser as a sign-in needs: it keeps cookies by host, follows links one at a time, and says what it does in the headers that browsers
/// set. It sends secure cookies by plain HTTP too, as a browser would whose TLS ends at a proxy.
/// </summary>
internal sealed class Browser(Uri home) : IDisposable
{
    private readonly HttpClient _http = new(new SocketsHttpHandler { UseCookies = false, AllowAutoRedirect = false });

    /// <summary>The cookies of the silo, by name.</summary>
    public Dictionary<string, SetCookieHeaderValue> Cookies { get; private init; } = [];

    /// <summary>The name by which the silo is called, where it is not its own.</summary>
    public string? Host { get; init; }

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    /// <summary>Another one that has the same cookies, as somebody has who stole them.</summary>
    public Browser Copy() => new(home) { Cookies = new(Cookies), Host = Host };

    /// <summary>Goes to an address, as somebody who follows a link; does not follow on.</summary>
    public Task<HttpResponseMessage> GoAsync(string address) => SendAsync(HttpMethod.Get, address, ("Accept", "text/html,*/*;q=0.8"), ("Sec-Fetch-Mode", "navigate"), ("Sec-Fetch-Dest", "document"));

    /// <summary>Asks for something, as a script of the dashboard does.</summary>
    public Task<HttpResponseMessage> FetchAsync(HttpMethod method, string address, params (string Name, string Value)[] headers) =>
        SendAsync(method, address, [("Accept", "application/json"), ("Sec-Fetch-Mode", "cors"), .. headers.Any(header => header.Name == "Sec-Fetch-Site") ? headers : [("Sec-Fetch-Site", "same-origin"), .. headers]]);

    /// <summary>Goes to an address and wherever it leads, until the provider sends back.</summary>
    /// <returns>The address of the way back, with state and code; nobody has gone there yet.</returns>
    public async Task<string> ToWayBackAsync(string address)
    {
        using var first = await GoAsync(address);
        Assert.Equal(HttpStatusCode.Redirect, first.StatusCode);
        using var second = await GoAsync(first.Headers.Location!.OriginalString);
        Assert.Equal(HttpStatusCode.Redirect, second.StatusCode);
        return second.Headers.Location!.PathAndQuery;
    }

    /// <summary>Signs in.</summary>
    /// <returns>Where that leads.</returns>
    public async Task<string> SignInAsync(string address = "/")
    {
        using var back = await GoAsync(await ToWayBackAsync(address));
        Assert.Equal(HttpStatusCode.Redirect, back.StatusCode);
        return back.Headers.Location!.OriginalString;
    }

    public void Dispose() => _http.Dispose();

    private async Task<HttpResponseMessage> SendAsync(HttpMethod method, string address, params (string Name, string Value)[] headers)
    {
        var to = new Uri(home, address);
        using var request = new HttpRequestMessage(method, to);
        foreach (var (name, value) in headers)
        {
            request.Headers.TryAddWithoutValidation(name, value);
        }

        var isHome = to.Authority == home.Authority;
        if (isHome)
        {
            request.Headers.Host = Host;
            var sent = Cookies.Values.Where(cookie => cookie.Path == "/" || to.AbsolutePath.StartsWith(cookie.Path.Value!, StringComparison.Ordinal)).ToList();
            if (sent.Count > 0)
            {
                request.Headers.TryAddWithoutValidation("Cookie", string.Join("; ", sent.Select(cookie => $"{cookie.Name}={cookie.Value}")));
            }
        }

        var answer = await _http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, Token);
        if (isHome && answer.Headers.TryGetValues("Set-Cookie", out var set))
        {
            foreach (var cookie in SetCookieHeaderValue.ParseList([.. set]))
            {
                if (cookie.Expires < DateTimeOffset.UtcNow)
                {
                    Cookies.Remove(cookie.Name.Value!);
                }
                else
                {
                    Cookies[cookie.Name.Value!] = cookie;
                }
            }
        }

        return answer;
    }
}
