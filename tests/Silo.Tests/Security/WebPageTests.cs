using System.Net;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using Moodstream.Silo.Tests.Api;

namespace Moodstream.Silo.Tests.Security;

/// <summary>What a web page can make the browser of somebody on this machine send.</summary>
[Trait("Category", "Cluster")]
public sealed class WebPageTests : IClassFixture<HostFixture>
{
    private const int Timeout = 60_000;

    private readonly HostFixture _host;

    public WebPageTests(HostFixture host)
    {
        _host = host;
        HostFixture.Require();
    }

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory(Timeout = Timeout)]
    [InlineData("GET", "api/users/u/timeline")]
    [InlineData("DELETE", "api/users/u")]
    [InlineData("GET", "")]
    [InlineData("GET", "metrics")]
    [InlineData("GET", "health/live")]
    public async Task A_name_that_somebody_else_points_here_is_served_nothing(string method, string path)
    {
        using var request = new HttpRequestMessage(new HttpMethod(method), Uri(path)) { Headers = { Host = $"rebound.example:{_host.Http.BaseAddress!.Port}" } };
        using var answer = await _host.Http.SendAsync(request, Token);

        Assert.Contains("Http:AllowedHosts", await DetailAsync(answer, HttpStatusCode.BadRequest), StringComparison.Ordinal);
    }

    [Theory(Timeout = Timeout)]
    [InlineData("")]
    [InlineData("models/")]
    [InlineData("scalar/")]
    public async Task No_page_runs_a_script_or_a_style_that_somebody_writes_into_it(string path)
    {
        using var answer = await _host.Http.GetAsync(Uri(path), Token);

        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        var policy = Assert.Single(answer.Headers.GetValues("Content-Security-Policy"));
        Assert.StartsWith("default-src 'none'; ", policy, StringComparison.Ordinal);
        Assert.DoesNotContain("unsafe", policy, StringComparison.Ordinal);
    }

    [Theory(Timeout = Timeout)]
    [InlineData("localhost")]
    [InlineData("[::1]")]
    [InlineData("LOCALHOST:1")]
    public async Task This_machine_is_served_by_any_of_its_loopback_names(string name)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, Uri("api/users/u/timeline")) { Headers = { Host = name } };
        using var answer = await _host.Http.SendAsync(request, Token);

        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
    }

    [Theory(Timeout = Timeout)]
    [InlineData("POST", "api/models/default/activate", "Sec-Fetch-Site", "cross-site")]
    [InlineData("POST", "api/models/default/activate", "Origin", "https://evil.example")]
    [InlineData("DELETE", "api/users/u", "Sec-Fetch-Site", "same-site")]
    [InlineData("POST", "api/posts", "Origin", "null")]
    [InlineData("POST", "api/classify", "Sec-Fetch-Site", "cross-site")]
    public async Task A_page_of_another_site_changes_nothing(string method, string path, string header, string value)
    {
        using var form = new MultipartFormDataContent { { new StringContent("sent by a form"), "text" }, { new StringContent("victim"), "userId" } };
        using var request = new HttpRequestMessage(new HttpMethod(method), Uri(path)) { Content = method == "POST" ? form : null, Headers = { { header, value } } };
        using var answer = await _host.Http.SendAsync(request, Token);

        Assert.Contains("another site", await DetailAsync(answer, HttpStatusCode.Forbidden), StringComparison.Ordinal);
    }

    [Theory(Timeout = Timeout)]
    [InlineData("Sec-Fetch-Site", "same-origin")]
    [InlineData("Origin", "https://allowed.example")]
    [InlineData("User-Agent", "curl/8.0")]
    public async Task The_dashboard_programs_and_pages_that_a_setting_names_go_on(string header, string value)
    {
        using var form = new MultipartFormDataContent { { new StringContent("what a lovely day"), "text" } };
        using var request = new HttpRequestMessage(HttpMethod.Post, Uri("api/classify")) { Content = form, Headers = { { header, value } } };
        using var answer = await _host.Http.SendAsync(request, Token);

        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
    }

    private static Uri Uri(string path) => new(path, UriKind.Relative);

    private static async Task<string> DetailAsync(HttpResponseMessage answer, HttpStatusCode status)
    {
        Assert.Equal(status, answer.StatusCode);
        Assert.Equal("application/problem+json", answer.Content.Headers.ContentType?.MediaType);
        return (await answer.Content.ReadFromJsonAsync<JsonObject>(Token))!["detail"]!.ToString();
    }
}
