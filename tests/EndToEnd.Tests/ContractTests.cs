using System.Collections.Concurrent;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Confluent.Kafka;
using Json.Schema;
using Moodstream.EndToEnd.Tests.Harness;
using Moodstream.TestKit;

namespace Moodstream.EndToEnd.Tests;

/// <summary>The messages that really go over the topics are what docs/asyncapi.yaml and docs/schemas say.</summary>
[Trait("Category", "Process")]
public sealed class ContractTests
{
    private const int Timeout = 180_000;

    /// <summary>A schema can be read once only, since its id is registered.</summary>
    private static readonly ConcurrentDictionary<string, Lazy<JsonSchema>> Schemas = new(StringComparer.Ordinal);

    private static readonly EvaluationOptions Strict = new() { OutputFormat = OutputFormat.List, RequireFormatValidation = true };

    [Fact(Timeout = Timeout)]
    public async Task Posts_events_and_dead_letters_are_valid_by_their_schemas()
    {
        await using var place = new Workplace { Model = null };
        await place.StartSiloAsync("--Parts:WindowMs=0");
        var picture = await File.ReadAllBytesAsync(Repository.Sample("coffee.jpg"), TestContext.Current.CancellationToken);
        TestPost[] posts =
        [
            new("words", "u1", Text: "I am so happy today"),
            new("picture", "u2", Image: picture),
            new("both", "u3", "best coffee in town", picture),
            new("parts", "u4", Text: "first the words", Expects: ["text", "image"]),
        ];
        TestPost bad = new("bad", "u5", Image: [1, 2, 3, 4]);
        await place.Topics.SendAsync([.. posts, bad]);
        var events = await place.Topics.ReadUntilAsync(Topics.Events, read => read.Count >= posts.Length);
        var deadLetters = await place.Topics.ReadUntilAsync(Topics.DeadLetters, read => read.Count >= 1);

        Assert.All(posts, post => IsValid("social-post", JsonNode.Parse(post.Json())));
        Assert.All(events, message =>
        {
            IsValid("emotion-event", JsonNode.Parse(message.Message.Value));
            IsValid("emotion-event-headers", HeadersOf(message));
            Assert.Equal(JsonNode.Parse(message.Message.Value)!["userId"]!.ToString(), Encoding.UTF8.GetString(message.Message.Key!));
        });
        Assert.Contains(events, message => JsonNode.Parse(message.Message.Value)!["status"]!.ToString() == "provisional");
        Assert.All(deadLetters, message => IsValid("dead-letter-headers", HeadersOf(message)));
    }

    [Theory]
    [InlineData("""{"userId":"u1","createdAt":"2026-01-31T12:00:00Z","text":"no id"}""")]
    [InlineData("""{"id":"p1","userId":"u1","createdAt":"yesterday","text":"no time"}""")]
    [InlineData("""{"id":"p1","userId":"u1","createdAt":"2026-01-31T12:00:00Z"}""")]
    public void What_is_no_post_is_not_valid(string post) =>
        Assert.False(Schema("social-post").Evaluate(JsonSerializer.SerializeToElement(JsonNode.Parse(post)), Strict).IsValid);

    [Fact]
    public void The_description_of_the_topics_names_schemas_that_are_there()
    {
        var named = File.ReadLines(Path.Combine(Repository.Root, "docs", "asyncapi.yaml"))
            .Where(line => line.Contains("./schemas/", StringComparison.Ordinal))
            .Select(line => line[(line.IndexOf("./schemas/", StringComparison.Ordinal) + "./schemas/".Length)..].Trim('\'', ' '))
            .ToHashSet();

        Assert.Equal(
            Directory.EnumerateFiles(Path.Combine(Repository.Root, "docs", "schemas")).Select(Path.GetFileName).Order(), named.Order());
    }

    private static JsonSchema Schema(string name) => Schemas.GetOrAdd(name, static file => new Lazy<JsonSchema>(
        () => JsonSchema.FromText(File.ReadAllText(Path.Combine(Repository.Root, "docs", "schemas", $"{file}.schema.json"))))).Value;

    private static void IsValid(string schema, JsonNode? value)
    {
        var result = Schema(schema).Evaluate(JsonSerializer.SerializeToElement(value), Strict);
        Assert.True(result.IsValid, $"{value}\n{string.Join('\n', (result.Details ?? []).SelectMany(detail => detail.Errors ?? new Dictionary<string, string>()))}");
    }

    private static JsonObject HeadersOf(ConsumeResult<byte[]?, byte[]?> message) =>
        new(message.Message.Headers.Select(header => KeyValuePair.Create(header.Key, (JsonNode?)Encoding.UTF8.GetString(header.GetValueBytes()))));
}
