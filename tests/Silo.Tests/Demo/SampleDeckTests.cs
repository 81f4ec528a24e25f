using System.Text.Json.Nodes;
using Moodstream.Silo.Demo;
using Moodstream.Silo.Startup;
using Moodstream.TestKit;

namespace Moodstream.Silo.Tests.Demo;

[Trait("Category", "Unit")]
public sealed class SampleDeckTests : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("moodstream-samples-");

    public void Dispose() => _folder.Delete(recursive: true);

    [Fact]
    public void Every_post_is_dealt_once_with_an_id_of_its_own_and_its_picture_in_place()
    {
        File.WriteAllBytes(Path.Combine(_folder.FullName, "a.jpg"), [1, 2, 3]);
        var deck = Load("""{"userId":"u","text":"one"}""", """{"userId":"u","image":{"file":"a.jpg"}}""");

        var posts = Deal(deck);

        Assert.Equal(2, posts.Select(post => post["id"]!.ToString()).Distinct().Count());
        Assert.Equal("AQID", Assert.Single(posts, post => post["image"] is not null)["image"]!["data"]!.ToString());
    }

    [Fact]
    public void Ids_are_new_in_every_deal()
    {
        var deck = Load("""{"userId":"u","text":"one"}""");

        Assert.NotEqual(Id(Deal(deck).Single()), Id(Deal(deck).Single()));
    }

    [Fact]
    public void Parts_of_one_post_share_its_new_id_and_keep_their_order()
    {
        var deck = Load(
            """{"id":"p","userId":"u","text":"first","expects":["text","image"]}""",
            """{"userId":"u","text":"other"}""",
            """{"id":"p","userId":"u","text":"second","expects":["text","image"]}""");

        var posts = Deal(deck).Where(post => post["expects"] is not null).ToList();

        Assert.Equal(["first", "second"], posts.Select(post => post["text"]!.ToString()));
        Assert.Equal(Id(posts[0]), Id(posts[1]));
        Assert.NotEqual("p", Id(posts[0]));
    }

    [Theory]
    [InlineData("", "no posts")]
    [InlineData("{", "line 1")]
    [InlineData("[]", "line 1")]
    [InlineData("""{"userId":"u","image":{"file":"missing.jpg"}}""", "missing.jpg")]
    public void Samples_that_cannot_be_dealt_end_the_start_with_their_reason(string line, string reason)
    {
        var exception = Assert.Throws<StartupException>(() => Load(line));

        Assert.Contains(reason, exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_folder_without_samples_is_named_with_its_setting()
    {
        var exception = Assert.Throws<StartupException>(() => SampleDeck.Load(_folder.FullName, TimeProvider.System));

        Assert.Contains("Demo:Path", exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void The_samples_of_the_repository_can_be_dealt()
    {
        var posts = Deal(SampleDeck.Load(Path.Combine(Repository.Root, "samples"), TimeProvider.System));

        Assert.True(posts.Count >= 60);
        Assert.All(posts, post => Assert.False(string.IsNullOrEmpty(post["userId"]?.ToString())));
    }

    private SampleDeck Load(params string[] lines)
    {
        File.WriteAllLines(Path.Combine(_folder.FullName, "posts.jsonl"), lines);
        return SampleDeck.Load(_folder.FullName, TimeProvider.System);
    }

    private static List<JsonObject> Deal(SampleDeck deck) =>
        [.. deck.Deal(new Random(1)).Select(static post =>
        {
            var json = JsonNode.Parse(post.Json.Span)!.AsObject();
            Assert.Equal(post.UserId, json["userId"]!.ToString());
            Assert.NotNull(json["createdAt"]);
            return json;
        })];

    private static string Id(JsonObject post) => post["id"]!.ToString();
}
