using System.Net;
using System.Net.Http.Headers;
using System.Security.Cryptography;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Moodstream.Silo.Configuration.Options;
using Moodstream.Silo.Security;
using Moodstream.Silo.Tests.Api;

namespace Moodstream.Silo.Tests.Security;

[Trait("Category", "Cluster")]
public sealed class AccessTests : IClassFixture<AccessTests.Secured>
{
    private const int Timeout = 60_000;

    private readonly Secured _host;

    public AccessTests(Secured host)
    {
        _host = host;
        HostFixture.Require();
    }

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public static TheoryData<string, string, string> Requests => new()
    {
        { "POST", "api/posts", Roles.SendPosts },
        { "POST", "api/classify", Roles.ReadEvents },
        { "POST", "api/classify/batch", Roles.ReadEvents },
        { "GET", "api/emotions/stream", Roles.ReadEvents },
        { "GET", "api/emotions/trend", Roles.ReadEvents },
        { "GET", "api/status", Roles.ReadEvents },
        { "GET", "api/models", Roles.ReadEvents },
        { "GET", "metrics", Roles.ReadEvents },
        { "GET", "api/users/u/timeline", Roles.ReadTimelines },
        { "GET", "api/users/u/summary", Roles.ReadTimelines },
        { "DELETE", "api/users/u", Roles.Administer },
        { "POST", "api/models/nothing/activate", Roles.Administer },
        { "GET", "api/deadletters", Roles.Administer },
        { "POST", "api/deadletters/redrive?all=true&dryRun=true", Roles.Administer },
    };

    [Theory(Timeout = Timeout)]
    [MemberData(nameof(Requests))]
    public async Task Each_request_wants_one_role_or_an_administrator(string method, string path, string role)
    {
        await IsAnsweredAsync(HttpStatusCode.Unauthorized, null);
        await IsAnsweredAsync(HttpStatusCode.Unauthorized, ApiKey.Make());
        await IsAnsweredAsync(HttpStatusCode.Unauthorized, _host.Issuer.Token("eve", Roles.All, key: RSA.Create(2048)));
        foreach (var other in Roles.All.Where(other => other != role && other != Roles.Administer))
        {
            await IsAnsweredAsync(HttpStatusCode.Forbidden, _host.Keys[other]);
            await IsAnsweredAsync(HttpStatusCode.Forbidden, _host.Issuer.Token("ann", [other]));
        }

        await IsAnsweredAsync(null, _host.Keys[role]);
        await IsAnsweredAsync(null, _host.Keys[Roles.Administer]);
        await IsAnsweredAsync(null, _host.Issuer.Token("ann", ["unknown", role]));

        async Task IsAnsweredAsync(HttpStatusCode? refusal, string? shown)
        {
            using var request = new HttpRequestMessage(new HttpMethod(method), new Uri(path, UriKind.Relative));
            request.Headers.Authorization = shown is null ? null : new AuthenticationHeaderValue("Bearer", shown);
            using var answer = await _host.Http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, Token);
            if (refusal is { } status)
            {
                Assert.Equal(status, answer.StatusCode);
                Assert.Equal("application/problem+json", answer.Content.Headers.ContentType?.MediaType);
                Assert.Equal(status == HttpStatusCode.Unauthorized, answer.Headers.WwwAuthenticate.Count > 0);
            }
            else
            {
                Assert.False(answer.StatusCode is HttpStatusCode.Unauthorized or HttpStatusCode.Forbidden, answer.StatusCode.ToString());
            }
        }
    }

    [Fact(Timeout = Timeout)]
    public async Task A_token_that_is_old_or_for_somebody_else_is_refused()
    {
        Assert.Equal(HttpStatusCode.OK, await StatusAsync(_host.Issuer.Token("ann", [Roles.ReadEvents])));
        Assert.Equal(HttpStatusCode.Unauthorized, await StatusAsync(_host.Issuer.Token("ann", [Roles.ReadEvents], age: TimeSpan.FromHours(1))));
        Assert.Equal(HttpStatusCode.Unauthorized, await StatusAsync(_host.Issuer.Token("ann", [Roles.ReadEvents], audience: "another")));
        Assert.Equal(HttpStatusCode.Unauthorized, await StatusAsync(_host.Issuer.Token("ann", [Roles.ReadEvents]).Split('.') is [var head, var body, _] ? $"{head}.{body}." : ""));
    }

    [Theory(Timeout = Timeout)]
    [InlineData("")]
    [InlineData("health/live")]
    [InlineData("health/ready")]
    [InlineData("openapi/v1.json")]
    public async Task Pages_without_data_and_health_are_for_everybody(string path)
    {
        using var answer = await _host.Http.GetAsync(new Uri(path, UriKind.Relative), Token);

        Assert.False(answer.StatusCode is HttpStatusCode.Unauthorized or HttpStatusCode.Forbidden, answer.StatusCode.ToString());
    }

    [Fact(Timeout = Timeout)]
    public void Every_endpoint_wants_a_role_except_descriptions_and_health()
    {
        string[] open = ["/openapi/{documentName}.json", "/scalar/", "/health/live", "/health/ready", "/api/session"];
        var endpoints = _host.Services.GetRequiredService<EndpointDataSource>().Endpoints.OfType<RouteEndpoint>().ToList();

        var unguarded = endpoints.Where(endpoint => endpoint.Metadata.GetMetadata<IAuthorizeData>()?.Policy is null).Select(endpoint => endpoint.RoutePattern.RawText!).ToList();

        Assert.Contains(endpoints, endpoint => endpoint.RoutePattern.RawText == "/api/users/{userId}");
        Assert.All(unguarded, path => Assert.Contains(open, each => path.StartsWith(each, StringComparison.Ordinal)));
    }

    private async Task<HttpStatusCode> StatusAsync(string shown)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, new Uri("api/status", UriKind.Relative));
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", shown);
        using var answer = await _host.Http.SendAsync(request, Token);
        return answer.StatusCode;
    }

    /// <summary>A host that asks its callers who they are.</summary>
    public sealed class Secured : HostFixture
    {
        internal Issuer Issuer { get; } = new();

        internal IReadOnlyDictionary<string, string> Keys { get; } = Roles.All.ToDictionary(role => role, _ => ApiKey.Make());

        protected override IEnumerable<KeyValuePair<string, string?>> Settings =>
        [
            new("Auth:Authority", Issuer.Address),
            .. Keys.Select(key => new KeyValuePair<string, string?>($"Auth:ApiKeys:{key.Key}", $"{key.Key}:{ApiKey.Hash(key.Value)}")),
        ];

        public override async ValueTask InitializeAsync()
        {
            await Issuer.StartAsync();
            await base.InitializeAsync();
        }

        public override async ValueTask DisposeAsync()
        {
            await base.DisposeAsync();
            await Issuer.DisposeAsync();
        }
    }
}
