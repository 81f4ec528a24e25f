using System.Net;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using Moodstream.Grains.Interfaces.Faults;
using Moodstream.Silo.Http;

namespace Moodstream.Silo.Tests.Api;

[Trait("Category", "Unit")]
public sealed class ProblemsTests
{
    [Fact]
    public async Task A_fault_of_the_cluster_that_passes_asks_the_client_to_try_again()
    {
        var answer = await AnswerAsync(new PassingFaultException("secret"));

        Assert.Equal(HttpStatusCode.ServiceUnavailable, answer.Status);
        Assert.Equal(TimeSpan.FromSeconds(1), answer.RetryAfter);
        Assert.Contains("try again", answer.Detail, StringComparison.Ordinal);
        Assert.DoesNotContain("secret", answer.Detail, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_clients_mistake_is_named_and_a_mistake_of_the_program_is_not()
    {
        Assert.Equal((HttpStatusCode.BadRequest, null, "limit is 0"), await AnswerAsync(new BadHttpRequestException("limit is 0")));

        var defect = await AnswerAsync(new InvalidOperationException("secret"));
        Assert.Equal(HttpStatusCode.InternalServerError, defect.Status);
        Assert.Contains("the log tells what", defect.Detail, StringComparison.Ordinal);
        Assert.DoesNotContain("secret", defect.Detail, StringComparison.Ordinal);
    }

    private static async Task<(HttpStatusCode Status, TimeSpan? RetryAfter, string? Detail)> AnswerAsync(Exception exception)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.Services.AddProblems();
        await using var app = builder.Build();
        app.UseProblems();
        app.Run(_ => throw exception);
        await app.StartAsync(TestContext.Current.CancellationToken);

        using var client = new HttpClient();
        using var response = await client.GetAsync(new Uri(app.Urls.Single()), TestContext.Current.CancellationToken);
        Assert.Equal("application/problem+json", response.Content.Headers.ContentType?.MediaType);
        using var problem = JsonDocument.Parse(await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
        var detail = problem.RootElement.TryGetProperty("detail", out var text) ? text.GetString() : null;
        return (response.StatusCode, response.Headers.RetryAfter?.Delta, detail);
    }
}
