using System.Text;
using System.Text.Json.Nodes;
using Microsoft.Extensions.Time.Testing;
using Moodstream.Abstractions.Posts;

namespace Moodstream.Ingest.Tests.Posts;

[Trait("Category", "Unit")]
public sealed class PostCompleterTests : IDisposable
{
    private static readonly DateTimeOffset Now = new(2026, 1, 31, 12, 0, 0, TimeSpan.Zero);

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("moodstream-pictures-");
    private readonly PostCompleter _completer;

    public PostCompleterTests()
    {
        File.WriteAllBytes(Path.Combine(_folder.FullName, "coffee.jpg"), [1, 2, 3]);
        _completer = new PostCompleter(new FakeTimeProvider(Now)) { PictureFolder = _folder.FullName };
    }

    public void Dispose() => _folder.Delete(recursive: true);

    [Theory]
    [InlineData("""{"id":"p","userId":"u","createdAt":"2026-01-01T00:00:00Z","text":"a",  "image":{"data":"AAAA"}}""")]
    [InlineData("""{"userId":"u","text":""")]
    [InlineData("""{"userId":"u","image":{"file":"\ud83d"}}""")]
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
        Assert.Equal("2026-01-31T12:00:00.000Z", post["createdAt"]!.ToString());
        Assert.Equal("hello", post["text"]!.ToString());
    }

    [Fact]
    public void Null_is_as_good_as_missing_and_does_not_stay_beside_what_is_filled_in()
    {
        var parsed = new PostParser(new PostLimits()).Parse(
            Encoding.UTF8.GetBytes(Complete("""{"id":null,"createdAt":null,"userId":"u","text":"hello"}""")), Now);

        Assert.Equal((true, Now), (parsed.IsPost, parsed.Post?.CreatedAt));
    }

    [Theory]
    [InlineData("\uFEFF{\"userId\":\"u\",\"text\":\"hello\"}")]
    [InlineData("""{ "t\u0065xt" : "hello", "userId":"u", "more" : [1, {"id": 2}] }""")]
    public void What_senders_add_stays_as_it_is(string line) =>
        Assert.Null(new PostParser(new PostLimits()).Parse(Encoding.UTF8.GetBytes(Complete(line)), Now).Failure);

    [Theory]
    [InlineData("""{"text":"a","text":"b","userId":"u"}""")]
    [InlineData("""{"createdAt":"2026-01-01T00:00:00Z","createdAt":"2026-01-01T00:00:00Z","userId":"u","text":"a"}""")]
    public void What_stands_twice_goes_on_standing_twice(string line) => Assert.Equal(
        "field-duplicate", new PostParser(new PostLimits()).Parse(Encoding.UTF8.GetBytes(Complete(line)), Now).Failure?.Type);

    [Fact]
    public void An_author_is_filled_in_only_where_one_is_named()
    {
        var anonymous = new PostCompleter(new FakeTimeProvider(Now)) { User = "anonymous" };

        Assert.Equal("anonymous", JsonNode.Parse(anonymous.Complete("""{"text":"a"}"""u8.ToArray()).Span)!["userId"]!.ToString());
        Assert.Null(JsonNode.Parse(Complete("""{"text":"a"}"""))!["userId"]);
    }

    [Theory]
    [InlineData("""{"file":"coffee.jpg"}""")]
    [InlineData("""{"alt":{"file":"no"},"file":"coffee.jpg"}""")]
    public void A_picture_that_is_named_is_read(string image)
    {
        var post = JsonNode.Parse(Complete($$"""{"id":"p","userId":"u","createdAt":"2026-01-01T00:00:00Z","image":{{image}},"lang":"en"}"""))!;

        Assert.Equal([1, 2, 3], Convert.FromBase64String(post["image"]!["data"]!.ToString()));
        Assert.Equal(("p", "en"), (post["id"]!.ToString(), post["lang"]!.ToString()));
    }

    [Fact]
    public void A_picture_that_is_not_there_is_named()
    {
        var exception = Assert.Throws<IOException>(() => Complete("""{"userId":"u","image":{"file":"missing.jpg"}}"""));

        Assert.Contains("missing.jpg", exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Without_a_folder_no_file_is_read()
    {
        var stranger = new PostCompleter(new FakeTimeProvider(Now));
        var post = JsonNode.Parse(stranger.Complete("""{"userId":"u","image":{"file":"/etc/hostname"}}"""u8.ToArray()).Span)!;

        Assert.Equal("/etc/hostname", post["image"]!["file"]!.ToString());
        Assert.Null(post["image"]!["data"]);
    }

    private string Complete(string line) => Encoding.UTF8.GetString(_completer.Complete(Encoding.UTF8.GetBytes(line)).Span);
}
