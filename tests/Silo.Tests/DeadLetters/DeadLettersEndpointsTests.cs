using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Moodstream.Silo.Tests.Api;

namespace Moodstream.Silo.Tests.DeadLetters;

[Trait("Category", "Cluster")]
public sealed class DeadLettersEndpointsTests : IClassFixture<RefusingHost>
{
    private const int Timeout = 60_000;

    private readonly RefusingHost _host;

    public DeadLettersEndpointsTests(RefusingHost host)
    {
        _host = host;
        HostFixture.Require();
    }

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact(Timeout = Timeout)]
    public async Task A_dead_letter_is_listed_without_its_words_and_its_post_sent_again_once()
    {
        using (var sent = await _host.Http.PostAsJsonAsync(
            "api/posts", new { id = "p1", userId = "back", text = "SECRET", image = new { data = Convert.ToBase64String("no picture"u8) } }, Token))
        {
            Assert.Equal(HttpStatusCode.Accepted, sent.StatusCode);
        }

        await HostFixture.UntilAsync(async () => await CountAsync() == 1);
        var text = await _host.Http.GetStringAsync(new Uri("api/deadletters?userId=back", UriKind.Relative), Token);
        Assert.Contains("\"userId\":\"back\"", text, StringComparison.Ordinal);
        Assert.DoesNotContain("SECRET", text, StringComparison.Ordinal);

        Assert.Equal((1, 1), await RedriveAsync("&dryRun=true"));
        Assert.Equal((1, 1), await RedriveAsync(""));
        await HostFixture.UntilAsync(async () => await CountAsync() == 2);

        // The first letter is done; the second one is of the post as it was sent again.
        Assert.Equal((2, 1), await RedriveAsync("&dryRun=true"));
    }

    [Theory(Timeout = Timeout)]
    [InlineData("")]
    [InlineData("?dryRun=true")]
    [InlineData("?all=true&type=x")]
    [InlineData("?all=true&from=yesterday")]
    [InlineData("?all=true&offsets=1")]
    public async Task A_redrive_says_what_is_meant_or_is_refused(string query)
    {
        using var answer = await _host.Http.PostAsync(new Uri($"api/deadletters/redrive{query}", UriKind.Relative), null, Token);

        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
    }

    private async Task<long> CountAsync() =>
        (await _host.Http.GetFromJsonAsync<JsonElement>("api/deadletters?userId=back", Token)).GetProperty("matched").GetInt64();

    private async Task<(long Matched, long Sent)> RedriveAsync(string more)
    {
        using var answer = await _host.Http.PostAsync(new Uri($"api/deadletters/redrive?userId=back{more}", UriKind.Relative), null, Token);
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        var report = await answer.Content.ReadFromJsonAsync<JsonElement>(Token);
        return (report.GetProperty("matched").GetInt64(), report.GetProperty("sent").GetInt64());
    }
}
