using System.Net;
using Microsoft.Playwright;
using Moodstream.EndToEnd.Tests.Harness;

namespace Moodstream.EndToEnd.Tests.Browser;

/// <summary>What a page of somebody else can do to a silo on the machine of those who look at it.</summary>
[Trait("Category", "Browser")]
public sealed class HostilePageTests(Chromium chromium) : IClassFixture<Chromium>
{
    private const int Timeout = 240_000;

    [Fact(Timeout = Timeout)]
    public async Task A_form_of_another_site_is_refused_and_a_rebound_name_is_not_served()
    {
        Chromium.Require();
        await using var place = new Workplace { Model = null };
        var silo = await place.StartSiloAsync();
        var home = silo.Http.BaseAddress!;
        await using var context = await chromium.Browser.NewContextAsync();
        await context.RouteAsync("http://evil.example/", route => route.FulfillAsync(new RouteFulfillOptions
        {
            ContentType = "text/html",
            Body = $"""
                <form id="switch" method="post" action="{home}api/models/accurate/activate"></form>
                <form id="post" method="post" enctype="multipart/form-data" action="{home}api/posts">
                  <input name="userId" value="victim"><input name="text" value="words in their mouth">
                </form>
                """,
        }));

        foreach (var form in (string[])["switch", "post"])
        {
            // A page each: what the first is answered replaces it, whenever that comes.
            var page = await context.NewPageAsync();
            await page.GotoAsync("http://evil.example/");
            var answer = await page.RunAndWaitForResponseAsync(
                () => page.EvaluateAsync("id => document.getElementById(id).submit()", form),
                response => response.Url.StartsWith($"{home}api/", StringComparison.Ordinal));
            Assert.Equal((int)HttpStatusCode.Forbidden, answer.Status);
        }

        Assert.Equal("default", (await silo.StatusAsync())["model"]!["name"]!.ToString());
        var rebound = await (await context.NewPageAsync()).GotoAsync($"http://rebound.example:{home.Port}/api/users/victim/timeline");
        Assert.Equal((int)HttpStatusCode.BadRequest, rebound!.Status);
    }
}
