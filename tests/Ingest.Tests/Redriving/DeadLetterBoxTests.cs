using System.Text;
using Confluent.Kafka;
using Microsoft.Extensions.Logging.Abstractions;
using Moodstream.Abstractions.Posts;
using Moodstream.Ingest.Redriving;
using Moodstream.Ingest.Tests.Rig;
using Moodstream.Ingest.Verifying;
using Moodstream.TestKit;

namespace Moodstream.Ingest.Tests.Redriving;

[Trait("Category", "Broker")]
public sealed class DeadLetterBoxTests
{
    private static readonly DateTimeOffset Noon = new(2026, 1, 31, 12, 0, 0, TimeSpan.Zero);

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Letters_are_listed_by_place_with_all_that_is_known_but_the_words()
    {
        await using var kafka = await KafkaRig.CreateAsync();
        await LetterAsync(kafka, "a", 7, "u1", "SECRET words", at: Noon);
        await LetterAsync(kafka, "b", 8, "u2");

        var list = await Box(kafka).ListAsync(new DeadLetterFilter(), 10, Token);

        Assert.Equal((2, 1, 1), (list.Matched, list.ByType["a"], list.ByType["b"]));
        var letter = list.Letters[0];
        Assert.Equal((0, 0, "a", "u1", Noon), (letter.Partition, letter.Offset, letter.Type, letter.UserId, letter.At));
        Assert.Equal((kafka.Kafka.PostsTopic, 0, 7, 12), (letter.PostTopic, letter.PostPartition, letter.PostOffset, letter.ValueBytes));
        Assert.Equal(["mine"], letter.Headers);
        Assert.DoesNotContain("SECRET", letter.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Filters_admit_what_they_say()
    {
        await using var kafka = await KafkaRig.CreateAsync();
        await LetterAsync(kafka, "a", 0, "u1", at: Noon);
        await LetterAsync(kafka, "b", 1, "u1", at: Noon.AddHours(1));
        await LetterAsync(kafka, "a", 2, "u2", at: Noon.AddHours(2));

        Assert.Equal([0, 2], await OffsetsAsync(new DeadLetterFilter { Type = "a" }));
        Assert.Equal([0, 1], await OffsetsAsync(new DeadLetterFilter { UserId = "u1" }));
        Assert.Equal([1], await OffsetsAsync(new DeadLetterFilter { FromOffset = 1, ToOffset = 1 }));
        Assert.Equal([1], await OffsetsAsync(new DeadLetterFilter { From = Noon.AddHours(1), To = Noon.AddHours(2) }));
        Assert.Equal([], await OffsetsAsync(new DeadLetterFilter { Partition = 1 }));
        Assert.Equal([0], await OffsetsAsync(new DeadLetterFilter(), limit: 1));

        async Task<IEnumerable<long>> OffsetsAsync(DeadLetterFilter filter, int limit = 10) =>
            (await Box(kafka).ListAsync(filter, limit, Token)).Letters.Select(static letter => letter.Offset);
    }

    [Fact]
    public async Task A_post_is_sent_again_as_it_came_and_only_once()
    {
        await using var kafka = await KafkaRig.CreateAsync();
        await LetterAsync(kafka, "a", 7, "u1", "the post", at: Noon);
        var all = new DeadLetterFilter();

        Assert.Equal(1, (await Box(kafka).RedriveAsync(all, again: false, dryRun: true, Token)).Sent);
        Assert.Empty(kafka.ReadAll(kafka.Kafka.PostsTopic));
        Assert.Equal(1, (await Box(kafka).RedriveAsync(all, again: false, dryRun: false, Token)).Sent);
        var second = await Box(kafka).RedriveAsync(all, again: false, dryRun: false, Token);

        Assert.Equal((1, 0, 1), (second.Matched, second.Sent, second.Earlier));
        var post = Assert.Single(kafka.ReadAll(kafka.Kafka.PostsTopic));
        Assert.Equal(("u1", "the post"), (Encoding.UTF8.GetString(post.Message.Key!), Encoding.UTF8.GetString(post.Message.Value!)));
        Assert.Equal(Noon.ToUnixTimeMilliseconds(), post.Message.Timestamp.UnixTimestampMs);
        Assert.Equal(["mine", "moodstream.redrive.count"], post.Message.Headers.Select(static header => header.Key));
        Assert.Equal("1", KafkaRig.Header(post, "moodstream.redrive.count"));
        var letter = Assert.Single((await Box(kafka).ListAsync(all, 10, Token)).Letters);
        Assert.Equal((0, post.Offset.Value), (Assert.Single(letter.Redrives).Partition, letter.Redrives[0].Offset));

        // On the embedded broker a sender waits for what lies there unread.
        kafka.Commit(1);
        Assert.Equal(1, (await Box(kafka).RedriveAsync(all, again: true, dryRun: false, Token)).Sent);
        Assert.Equal(2, kafka.ReadAll(kafka.Kafka.PostsTopic).Count);
    }

    [Fact]
    public async Task Hundreds_are_sent_in_their_order()
    {
        await using var kafka = await KafkaRig.CreateAsync();
        for (var i = 0; i < 250; i++)
        {
            await LetterAsync(kafka, i % 2 == 0 ? "even" : "odd", i, "u1", $"{i}");
        }

        var report = await Box(kafka).RedriveAsync(new DeadLetterFilter { Type = "even" }, again: false, dryRun: false, Token);

        Assert.Equal(125, report.Sent);
        Assert.Equal(
            Enumerable.Range(0, 125).Select(static i => $"{2 * i}"),
            kafka.ReadAll(kafka.Kafka.PostsTopic).Select(static post => Encoding.UTF8.GetString(post.Message.Value!)));
    }

    [Fact]
    public async Task What_cannot_be_sent_is_told_apart()
    {
        await using var kafka = await KafkaRig.CreateAsync();
        await LetterAsync(kafka, "a", 1, "u1");
        await LetterAsync(kafka, "a", 1, "u1");
        await LetterAsync(kafka, "a", 2, "u1", topic: "another");
        await LetterAsync(kafka, "a", 3, "u1", omitted: "value");
        await kafka.SendAsync(kafka.Kafka.DeadLetterTopic, 0, "u1", "not ours"u8.ToArray());

        var report = await Box(kafka).RedriveAsync(new DeadLetterFilter(), again: false, dryRun: false, Token);

        Assert.Equal((4, 1, 1, 1, 1), (report.Matched, report.Sent, report.Repeated, report.Omitted, report.Foreign));
    }

    [Fact]
    public async Task A_post_that_fails_again_shows_how_often_and_verify_goes_on_telling_the_truth()
    {
        await using var kafka = await KafkaRig.CreateAsync();
        var broken = true;
        var silo = await kafka.StartSiloAsync(classifier: new FakeClassifier
        {
            FailureOf = post => Volatile.Read(ref broken) && post.Id == "p1" ? new PostFailure("model-too-small", "The model cannot read it.") : null,
        });
        await kafka.PublishAsync(KafkaRig.Post("p0"));
        await kafka.PublishAsync(KafkaRig.Post("p1"));
        await Wait.UntilAsync(() => silo.Status.DeadLetters.GetValueOrDefault("model-too-small") == 1);
        await Box(kafka).RedriveAsync(new DeadLetterFilter { Type = "model-too-small" }, again: false, dryRun: false, Token);
        await Wait.UntilAsync(() => silo.Status.DeadLetters["model-too-small"] == 2);
        Volatile.Write(ref broken, false);

        var letters = (await Box(kafka).ListAsync(new DeadLetterFilter(), 10, Token)).Letters;
        Assert.Equal([(0, 1), (1, 0)], letters.Select(static letter => ((int)letter.EarlierRedrives, letter.Redrives.Length)));
        Assert.Equal(1, (await Box(kafka).RedriveAsync(new DeadLetterFilter { UserId = "u1" }, again: false, dryRun: false, Token)).Sent);
        await Wait.UntilAsync(() => kafka.EventIds().Count == 2);
        await Wait.UntilAsync(() => kafka.Committed() == 4);

        Assert.Equal("2", KafkaRig.Header(kafka.ReadAll(kafka.Kafka.PostsTopic)[^1], "moodstream.redrive.count"));
        var report = await new StreamVerifier(kafka.Kafka, kafka.Endpoint, new PostParser(new PostLimits()), TimeSpan.FromDays(1), null, TimeProvider.System).RunAsync(null, Token);
        Assert.Empty(report.Faults);
        Assert.Equal((4, 2, 2, 2), (report.Messages, report.Final, report.DeadLetters, report.Redriven));
    }

    private static DeadLetterBox Box(KafkaRig kafka) => new(kafka.Kafka, kafka.Endpoint, NullLoggerFactory.Instance);

    private static Task LetterAsync(
        KafkaRig kafka, string type, long offset, string user, string value = "post", DateTimeOffset? at = null, string? topic = null, string? omitted = null)
    {
        var headers = new Headers
        {
            { "mine", "1"u8.ToArray() },
            { "moodstream.error.type", Encoding.UTF8.GetBytes(type) },
            { "moodstream.error.message", "Why."u8.ToArray() },
            { "moodstream.error.topic", Encoding.UTF8.GetBytes(topic ?? kafka.Kafka.PostsTopic) },
            { "moodstream.error.partition", "0"u8.ToArray() },
            { "moodstream.error.offset", Encoding.UTF8.GetBytes($"{offset}") },
        };
        if (omitted is not null)
        {
            headers.Add("moodstream.error.omitted", Encoding.UTF8.GetBytes(omitted));
        }

        return kafka.SendAsync(kafka.Kafka.DeadLetterTopic, 0, user, Encoding.UTF8.GetBytes(value), headers, at);
    }
}
