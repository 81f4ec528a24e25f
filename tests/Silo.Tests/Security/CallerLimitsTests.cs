using System.Collections.Concurrent;
using System.Net;
using Moodstream.Silo.Tests.Api;

namespace Moodstream.Silo.Tests.Security;

/// <summary>What one greedy caller can take.</summary>
[Trait("Category", "Cluster")]
public sealed class CallerLimitsTests : IClassFixture<CallerLimitsTests.Strict>
{
    private const int Timeout = 60_000;

    private readonly Strict _host;

    public CallerLimitsTests(Strict host)
    {
        _host = host;
        HostFixture.Require();
    }

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact(Timeout = Timeout)]
    public async Task Who_asks_too_often_is_told_to_come_back_while_health_is_answered_always()
    {
        var answers = new ConcurrentBag<HttpStatusCode>();
        await Parallel.ForAsync(0, 200, new ParallelOptions { MaxDegreeOfParallelism = 10, CancellationToken = Token }, async (_, _) =>
        {
            answers.Add(await StatusAsync("api/users/u/timeline"));
            Assert.Equal(HttpStatusCode.OK, await StatusAsync("health/live"));
        });

        Assert.Contains(HttpStatusCode.OK, answers);
        Assert.Contains(HttpStatusCode.TooManyRequests, answers);
        await HostFixture.UntilAsync(async () => await StatusAsync("api/users/u/timeline") == HttpStatusCode.OK);
    }

    [Fact(Timeout = Timeout)]
    public async Task One_caller_does_not_take_all_seats_of_the_live_feed()
    {
        var readers = new List<HttpResponseMessage>();
        await HostFixture.UntilAsync(async () =>
        {
            readers.Add(await _host.Http.GetAsync(Stream(), HttpCompletionOption.ResponseHeadersRead, Token));
            return readers[^1].StatusCode == HttpStatusCode.ServiceUnavailable;
        });

        Assert.Equal(2, readers.Count(reader => reader.IsSuccessStatusCode));
        Assert.Contains("Live:MaxReadersPerCaller", await readers[^1].Content.ReadAsStringAsync(Token), StringComparison.Ordinal);
        readers.ForEach(reader => reader.Dispose());
    }

    private static Uri Stream() => new("api/emotions/stream", UriKind.Relative);

    private async Task<HttpStatusCode> StatusAsync(string path)
    {
        using var answer = await _host.Http.GetAsync(new Uri(path, UriKind.Relative), Token);
        return answer.StatusCode;
    }

    /// <summary>A host with low limits.</summary>
    public sealed class Strict : HostFixture
    {
        protected override IEnumerable<KeyValuePair<string, string?>> Settings =>
        [
            new("Http:MaxRequestsPerSecond", "10"), new("Live:MaxReadersPerCaller", "2"),
        ];
    }
}
