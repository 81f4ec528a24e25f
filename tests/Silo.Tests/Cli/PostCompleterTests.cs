using System.Text;
using System.Text.Json.Nodes;
using Microsoft.Extensions.Time.Testing;
using Moodstream.Silo.Cli;
using Moodstream.Silo.Startup;

namespace Moodstream.Silo.Tests.Cli;

public sealed class PostCompleterTests
{
    private readonly PostCompleter _completer = new(
        Path.Combine(Repository.Root, "samples"), new FakeTimeProvider(new DateTimeOffset(2026, 1, 31, 12, 0, 0, TimeSpan.Zero)));

    [Theory]
    [InlineData("""{"id":"p","userId":"u","createdAt":"2026-01-01T00:00:00Z","text":"a",  "image":{"data":"AAAA"}}""")]
    [InlineData("""{"userId":"u","text":""")]
    [InlineData("[1,2]")]
    [InlineData("{} {}")]
    [InlineData("no JSON")]
    [InlineData("")]
    public void What_is_whole_or_no_post_stays_byte_for_byte(string line) => Assert.Equal(line, Complete(line));

    [Fact]
    public void A_missing_id_and_time_are_filled_in()
    {
        var post = JsonNode.Parse(Complete("""{"userId":"u","text":"hello"}"""))!;

        Assert.False(string.IsNullOrEmpty(post["id"]!.ToString()));
        Assert.Equal("2026-01-31T12:00:00.0000000Z", post["createdAt"]!.ToString());
        Assert.Equal("hello", post["text"]!.ToString());
    }

    [Fact]
    public void A_picture_that_is_named_is_read()
    {
        var post = JsonNode.Parse(Complete("""{"id":"p","userId":"u","createdAt":"2026-01-01T00:00:00Z","image":{"file":"images/coffee.jpg"}}"""))!;

        Assert.Equal(File.ReadAllBytes(Path.Combine(Repository.Root, "samples", "images", "coffee.jpg")), Convert.FromBase64String(post["image"]!["data"]!.ToString()));
        Assert.Equal("p", post["id"]!.ToString());
    }

    [Fact]
    public void A_picture_that_is_not_there_is_named()
    {
        var exception = Assert.Throws<StartupException>(() => Complete("""{"userId":"u","image":{"file":"missing.jpg"}}"""));

        Assert.Contains("missing.jpg", exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Lines_run_through_it_whatever_their_ends_and_their_length()
    {
        var whole = """{"id":"p","userId":"u","createdAt":"2026-01-01T00:00:00Z","text":"a"}""";
        var text = $"{whole}\n\n{new string('x', 200_000)}\n{whole}";
        await using var lines = CompletedLines.Of(
            new MemoryStream(Encoding.UTF8.GetBytes(text)), _completer, longest: 100_000, TestContext.Current.CancellationToken);
        using var reader = new StreamReader(lines);

        Assert.Equal(text, await reader.ReadToEndAsync(TestContext.Current.CancellationToken));
    }

    private string Complete(string line) => Encoding.UTF8.GetString(_completer.Complete(Encoding.UTF8.GetBytes(line)).Span);
}
