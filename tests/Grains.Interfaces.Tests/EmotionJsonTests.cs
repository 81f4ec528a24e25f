using System.Collections.Immutable;
using System.Text;
using System.Text.Json;
using Moodstream.Abstractions.Emotions;
using Moodstream.Abstractions.Models;
using Moodstream.Abstractions.Posts;
using Moodstream.TestKit;

namespace Moodstream.Grains.Interfaces.Tests;

public sealed class EmotionJsonTests
{
    private const string Contract = """
        {"postId":"p1","userId":"u1","createdAt":"2026-01-31T12:00:00+00:00","classifiedAt":"2026-01-31T12:00:01+00:00","revision":2,"status":"revised","emotion":"joy","confidence":0.75,"probabilities":{"joy":0.75,"fear":0.25},"modalities":["text","image"],"opinions":{"image":{"emotion":"fear","confidence":0.5},"text":{"emotion":"joy","confidence":0.875}},"model":{"name":"default","version":"0123456789ab"},"timings":{"queueMs":1.5,"decodeMs":0.25,"embedMs":3,"fuseMs":0.125}}
        """;

    private static readonly EmotionEvent Emotion = new()
    {
        PostId = "p1",
        UserId = "u1",
        CreatedAt = TestPosts.Noon,
        ClassifiedAt = TestPosts.Noon.AddSeconds(1),
        Revision = 2,
        Status = EmotionStatus.Revised,
        Emotion = "joy",
        Confidence = 0.75f,
        Probabilities = new EmotionDistribution(["joy", "fear"], [0.75f, 0.25f]),
        Modalities = [Modality.Text, Modality.Image],
        Opinions = [new Opinion(Modality.Text, "joy", 0.875f), new Opinion(Modality.Image, "fear", 0.5f)],
        Model = new ModelReference("default", "0123456789ab"),
        Timings = new StageTimings(1.5, 0.25, 3, 0.125),
    };

    public static TheoryData<EmotionEvent> Events { get; } =
    [
        Emotion,
        Emotion with { Status = EmotionStatus.Final, Revision = int.MaxValue, Confidence = 1 / 3f, Modalities = [], Opinions = [] },
        Emotion with { Status = EmotionStatus.Provisional, Opinions = default, Model = new ModelReference("default", "v") { Path = "sentences" } },
        Emotion with { PostId = "\"<p>\\\u2028é😀\0", UserId = "\ud800/%#", Emotion = "l'amour & 'haine'", Lang = "en-GB", Coverage = 0.1f },
        Emotion with { CreatedAt = DateTimeOffset.MinValue, ClassifiedAt = DateTimeOffset.MaxValue, Coverage = 0 },
        Emotion with { CreatedAt = new DateTimeOffset(2026, 1, 2, 3, 4, 5, TimeSpan.FromHours(-9.5)).AddTicks(1_234_567) },
        Emotion with { Timings = new StageTimings(0, double.Epsilon, double.MaxValue, 1e-7), Probabilities = new EmotionDistribution(["jóy"], [float.Epsilon]) },
        Emotion with { Unread = ImmutableSortedDictionary.Create<string, string>(StringComparer.Ordinal).Add("image", "picture-truncated").Add("tägs", "\"") },
    ];

    [Fact]
    public void An_event_is_written_as_the_contract_says() => Assert.Equal(Contract, Write(Emotion));

    [Fact]
    public void The_contract_is_read_back_to_the_same_event()
    {
        var read = Read(Contract);

        Assert.Equal(Contract, Write(read));
        Assert.Equal(Emotion.Probabilities, read.Probabilities);
        Assert.Equal("u1/p1#2", read.EventId);
    }

    [Theory]
    [MemberData(nameof(Events))]
    public void What_is_written_by_hand_is_what_the_serializer_writes(EmotionEvent emotion) =>
        Assert.Equal(Write(emotion), Encoding.UTF8.GetString(EmotionJson.Write(emotion)));

    [Fact]
    public void Events_that_many_threads_write_do_not_mix()
    {
        var events = Enumerable.Range(0, 2_000).Select(i => Emotion with { PostId = new string((char)('a' + (i % 26)), i % 700) }).ToArray();

        var written = events.AsParallel().AsOrdered().Select(EmotionJson.Write).ToArray();

        Assert.Equal(events.Select(Write), written.Select(Encoding.UTF8.GetString));
    }

    [Theory]
    [InlineData(EmotionStatus.Provisional, "provisional")]
    [InlineData(EmotionStatus.Revised, "revised")]
    [InlineData(EmotionStatus.Final, "final")]
    public void A_status_is_a_lower_case_word(EmotionStatus status, string word) =>
        Assert.Contains($"\"status\":\"{word}\"", Write(Emotion with { Status = status }), StringComparison.Ordinal);

    [Fact]
    public void Opinions_are_in_the_order_of_names_however_they_were_added()
    {
        var names = Enumerable.Range(0, 50).Select(i => new Modality($"m{i:D2}")).ToList();
        var forth = names.Select(name => new Opinion(name, "joy", 1)).ToImmutableArray();
        var back = forth.Reverse().ToImmutableArray();

        Assert.Equal(Write(Emotion with { Opinions = forth }), Write(Emotion with { Opinions = back }));
        Assert.Equal(
            names.Select(name => name.Name),
            JsonDocument.Parse(Write(Emotion with { Opinions = forth })).RootElement.GetProperty("opinions").EnumerateObject().Select(entry => entry.Name));
    }

    [Theory]
    [InlineData("\"probabilities\":{\"joy\":0.75,\"fear\":0.25}", "\"probabilities\":{}")]
    [InlineData("\"probabilities\":{\"joy\":0.75,\"fear\":0.25}", "\"probabilities\":[0.75]")]
    [InlineData("\"modalities\":[\"text\",\"image\"]", "\"modalities\":[null]")]
    [InlineData("\"status\":\"revised\"", "\"status\":\"unheard-of\"")]
    [InlineData("\"postId\":\"p1\",", "")]
    [InlineData("\"opinions\":{\"image\":{\"emotion\":\"fear\",\"confidence\":0.5}", "\"opinions\":{\"image\":null")]
    public void What_breaks_the_contract_is_refused(string part, string broken) =>
        Assert.Throws<JsonException>(() => Read(Contract.Replace(part, broken, StringComparison.Ordinal)));

    private static string Write(EmotionEvent emotion) => JsonSerializer.Serialize(emotion, EmotionJson.Default.EmotionEvent);

    private static EmotionEvent Read(string json) => JsonSerializer.Deserialize(json, EmotionJson.Default.EmotionEvent)!;
}
