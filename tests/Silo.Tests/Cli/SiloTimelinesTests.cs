using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using Moodstream.Silo.Cli;

namespace Moodstream.Silo.Tests.Cli;

[Trait("Category", "Unit")]
public sealed class SiloTimelinesTests
{
    [Fact]
    public async Task A_silo_that_asks_for_patience_is_asked_again()
    {
        var asked = 0;
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        await using var silo = builder.Build();
        silo.Urls.Add("http://127.0.0.1:0");
        silo.MapGet("/api/users/{user}/timeline", (string user, HttpContext context) =>
        {
            context.Response.Headers.RetryAfter = "0";
            return ++asked < 3 ? Results.StatusCode(StatusCodes.Status429TooManyRequests) : Results.Text($"{user}\n");
        });
        await silo.StartAsync(TestContext.Current.CancellationToken);

        using SiloTimelines timelines = new(new Uri(silo.Urls.First()));
        var lines = new List<string>();
        await foreach (var line in timelines.ReadAsync("mia", TestContext.Current.CancellationToken))
        {
            lines.Add(Encoding.UTF8.GetString(line.Span));
        }

        Assert.Equal((3, "mia"), (asked, Assert.Single(lines)));
    }
}
