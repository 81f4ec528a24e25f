using System.Diagnostics;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Console;
using Moodstream.Silo.Configuration;
using Moodstream.Silo.Hosting;
using Moodstream.Silo.Privacy;

namespace Moodstream.Silo.Tests.Privacy;

[Trait("Category", "Unit")]
public sealed class NamelessTests
{
    [Theory]
    [InlineData("GET http://127.0.0.1/api/users/ann%40example/timeline - 200", "GET http://127.0.0.1/api/users/… - 200")]
    [InlineData("GET /api/users/ann?limit=3", "GET /api/users/…")]
    [InlineData("GET /api/users/ann&bob?/timeline - 200", "GET /api/users/… - 200")]
    [InlineData("GET /API/Users/ann - 200", "GET /API/Users/… - 200")]
    [InlineData("?emotion=joy&userId=ann&limit=3", "?emotion=joy&userId=…&limit=3")]
    [InlineData("?cursor=AbC_d&limit=3", "?cursor=…&limit=3")]
    [InlineData("?also=userId%3Dann&replay=1", "?also=userId%3D…&replay=1")]
    [InlineData("to [S127.0.0.1:1:2 usertimeline/ann] late", "to [S127.0.0.1:1:2 usertimeline/… late")]
    [InlineData("grain post/ann/p1 moved", "grain post/… moved")]
    public void Ids_are_taken_out(string text, string nameless) => Assert.Equal(nameless, Nameless.Of(text));

    [Theory]
    [InlineData("GET /api/status")]
    [InlineData("compost/heap, devices cpu:0")]
    public void Other_texts_stay_as_they_are(string text) => Assert.Same(text, Nameless.Of(text));

    [Fact]
    public void A_span_keeps_its_tags_without_ids()
    {
        using var span = new Activity("call usererasure/ann").SetTag("url.path", "/api/users/ann").SetTag("http.response.status_code", 204);

        new NamelessSpans().OnEnd(span);

        Assert.Equal("/api/users/…", span.GetTagItem("url.path"));
        Assert.Equal(204, span.GetTagItem("http.response.status_code"));
        Assert.Equal("call usererasure/…", span.DisplayName);
    }

    [Fact]
    public void An_exception_keeps_its_words_without_ids()
    {
        var exception = NamelessException.Of(new TimeoutException("no answer of usertimeline/ann", new InvalidOperationException("at /api/users/ann")));

        Assert.DoesNotContain("ann", exception.ToString(), StringComparison.Ordinal);
        Assert.DoesNotContain("ann", exception.Message, StringComparison.Ordinal);
        Assert.Contains("TimeoutException: no answer of usertimeline/…", exception.ToString(), StringComparison.Ordinal);
        var harmless = new TimeoutException("no answer");
        Assert.Same(harmless, NamelessException.Of(harmless));
    }

    [Fact]
    public async Task Every_log_of_a_silo_goes_through_it()
    {
        await using var app = SiloHost.Create(MoodstreamSettings.Load(new Dictionary<string, string?> { ["urls"] = "http://127.0.0.1:0" }), demo: false);

        Assert.IsType<NamelessLog>(Assert.Single(app.Services.GetServices<ILoggerProvider>()));
        Assert.NotNull(app.Services.GetService<ConsoleLoggerProvider>());
    }
}
