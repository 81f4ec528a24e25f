using System.Net;
using Moodstream.Silo.Security;
using Moodstream.Silo.Startup;
using Moodstream.Silo.Tests.Api;

namespace Moodstream.Silo.Tests.Hosting;

[Trait("Category", "Cluster")]
public sealed class OperationsPortTests : IClassFixture<OperationsPortTests.Apart>
{
    private const int Timeout = 60_000;

    private readonly Apart _host;

    public OperationsPortTests(Apart host)
    {
        _host = host;
        HostFixture.Require();
    }

    [Theory(Timeout = Timeout)]
    [InlineData("metrics", HttpStatusCode.OK)]
    [InlineData("health/live", HttpStatusCode.OK)]
    [InlineData("health/ready", HttpStatusCode.OK)]
    [InlineData("api/status", HttpStatusCode.NotFound)]
    [InlineData("", HttpStatusCode.NotFound)]
    public async Task The_port_has_metrics_and_health_for_everybody_and_nothing_else(string path, HttpStatusCode status)
    {
        HttpStatusCode? answered = null;
        await HostFixture.UntilAsync(async () =>
        {
            using var answer = await _host.Http.GetAsync(new Uri($"http://127.0.0.1:{_host.Port}/{path}"), TestContext.Current.CancellationToken);
            answered = answer.StatusCode;
            // A silo that has only just started is not ready yet.
            return answered != HttpStatusCode.ServiceUnavailable;
        });

        Assert.Equal(status, answered);
    }

    [Theory(Timeout = Timeout)]
    [InlineData("metrics")]
    [InlineData("health/live")]
    public async Task They_are_not_at_the_port_of_the_API_whatever_a_request_says_of_its_host(string path)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, new Uri(path, UriKind.Relative));
        request.Headers.Host = $"127.0.0.1:{_host.Port}";
        using var answer = await _host.Http.SendAsync(request, TestContext.Current.CancellationToken);

        Assert.Equal(HttpStatusCode.NotFound, answer.StatusCode);
    }

    /// <summary>A host with a key, and a port for operations.</summary>
    public sealed class Apart : HostFixture
    {
        public int Port { get; } = Ports.Free();

        protected override IEnumerable<KeyValuePair<string, string?>> Settings =>
        [
            new("Http:OperationsUrl", $"http://127.0.0.1:{Port}"), new("Auth:ApiKeys:somebody", $"read-events:{ApiKey.Hash(ApiKey.Make())}"),
        ];
    }
}
