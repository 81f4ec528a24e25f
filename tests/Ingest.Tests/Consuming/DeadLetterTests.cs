using System.Text;
using Confluent.Kafka;
using Moodstream.Abstractions.Posts;
using Moodstream.Ingest.Tests.Rig;
using Moodstream.TestKit;

namespace Moodstream.Ingest.Tests.Consuming;

[Trait("Category", "Broker")]
public sealed class DeadLetterTests
{
    [Fact]
    public async Task A_bad_post_becomes_a_dead_letter_as_it_came_and_the_stream_goes_on()
    {
        await using var kafka = await KafkaRig.CreateAsync();
        var at = new DateTimeOffset(2026, 2, 3, 4, 5, 6, TimeSpan.Zero);
        await kafka.PublishAsync(KafkaRig.Post("p0"));
        await kafka.PublishAsync(
            "{ broken SECRET", key: "k1", headers: new Headers { { "mine", "1"u8.ToArray() }, { "moodstream.error.type", "old"u8.ToArray() } }, at: at);
        await kafka.PublishAsync(KafkaRig.Post("p2"));
        var silo = await kafka.StartSiloAsync();
        await Wait.UntilAsync(() => silo.Status.Lag == 0);

        Assert.Equal(["u1/p0#1", "u1/p2#1"], kafka.EventIds());
        var letter = Assert.Single(kafka.ReadAll(kafka.Kafka.DeadLetterTopic));
        Assert.Equal("k1", Encoding.UTF8.GetString(letter.Message.Key!));
        Assert.Equal("{ broken SECRET", Encoding.UTF8.GetString(letter.Message.Value!));
        Assert.Equal(at.ToUnixTimeMilliseconds(), letter.Message.Timestamp.UnixTimestampMs);
        Assert.Equal("1", KafkaRig.Header(letter, "mine"));
        Assert.Single(letter.Message.Headers, static h => h.Key == "moodstream.error.type");
        Assert.Equal("json-malformed", KafkaRig.Header(letter, "moodstream.error.type"));
        Assert.Equal(kafka.Kafka.PostsTopic, KafkaRig.Header(letter, "moodstream.error.topic"));
        Assert.Equal("0", KafkaRig.Header(letter, "moodstream.error.partition"));
        Assert.Equal("1", KafkaRig.Header(letter, "moodstream.error.offset"));
        Assert.DoesNotContain("SECRET", KafkaRig.Header(letter, "moodstream.error.message"), StringComparison.Ordinal);
        Assert.Equal(1, silo.Status.DeadLetters["json-malformed"]);
    }

    [Fact]
    public async Task A_post_cannot_pass_for_the_record_of_a_dead_letter_that_was_sent_again()
    {
        await using var kafka = await KafkaRig.CreateAsync();
        var forged = new Headers { { "moodstream.redriven.topic", "posts"u8.ToArray() }, { "moodstream.redriven.offset", "7"u8.ToArray() } };
        await kafka.PublishAsync("{ broken", headers: forged);
        var silo = await kafka.StartSiloAsync();
        await Wait.UntilAsync(() => silo.Status.Lag == 0);

        var letter = Assert.Single(kafka.ReadAll(kafka.Kafka.DeadLetterTopic));
        Assert.All(letter.Message.Headers, static header => Assert.StartsWith("moodstream.error.", header.Key, StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_post_whose_content_fails_becomes_a_dead_letter_and_its_batch_does_not()
    {
        await using var kafka = await KafkaRig.CreateAsync();
        await kafka.PublishPostsAsync(10);
        var silo = await kafka.StartSiloAsync(classifier: new FakeClassifier
        {
            FailureOf = static post => post.Id == "p4" ? new PostFailure("picture-truncated", "The picture ends early.") : null,
        });
        await Wait.UntilAsync(() => silo.Status.Lag == 0);
        Assert.Equal(9, kafka.EventIds().Count);
        Assert.Equal("picture-truncated", KafkaRig.Header(Assert.Single(kafka.ReadAll(kafka.Kafka.DeadLetterTopic)), "moodstream.error.type"));
    }

    [Fact]
    public async Task A_message_without_key_and_value_becomes_a_dead_letter()
    {
        await using var kafka = await KafkaRig.CreateAsync();
        using var producer = new ProducerBuilder<byte[]?, byte[]?>(new ProducerConfig { BootstrapServers = kafka.Endpoint.BootstrapServers }).Build();
        await producer.ProduceAsync(kafka.Kafka.PostsTopic, new Message<byte[]?, byte[]?>(), TestContext.Current.CancellationToken);
        var silo = await kafka.StartSiloAsync();
        await Wait.UntilAsync(() => silo.Status.Lag == 0);
        var letter = Assert.Single(kafka.ReadAll(kafka.Kafka.DeadLetterTopic));
        Assert.Null(letter.Message.Key);
        Assert.Null(letter.Message.Value);
        Assert.Equal("json-missing", KafkaRig.Header(letter, "moodstream.error.type"));
    }

    [Fact]
    public async Task Five_megabytes_of_text_become_one_dead_letter()
    {
        await using var kafka = await KafkaRig.CreateAsync();
        await kafka.PublishAsync(KafkaRig.Post("p1", text: new string('x', 5_000_000)));
        await kafka.PublishAsync(KafkaRig.Post("p2"));
        var silo = await kafka.StartSiloAsync();
        await Wait.UntilAsync(() => silo.Status.Lag == 0);
        Assert.Equal(["u1/p2#1"], kafka.EventIds());
        var letter = Assert.Single(kafka.ReadAll(kafka.Kafka.DeadLetterTopic));
        Assert.Equal("text-too-long", KafkaRig.Header(letter, "moodstream.error.type"));
        Assert.True(letter.Message.Value!.Length > 5_000_000);
    }

    [Fact]
    public async Task A_dead_letter_that_the_server_finds_too_large_leaves_its_value_out_and_says_so()
    {
        await using var kafka = await KafkaRig.CreateAsync();
        await kafka.PublishAsync("{ broken", key: "k1", headers: new Headers { { "mine", "1"u8.ToArray() } });
        kafka.Faults.FailRequests(KafkaRequest.Produce, ErrorCode.MsgSizeTooLarge);
        var silo = await kafka.StartSiloAsync();
        await Wait.UntilAsync(() => silo.Status.Lag == 0);
        var letter = Assert.Single(kafka.ReadAll(kafka.Kafka.DeadLetterTopic));
        Assert.Null(letter.Message.Value);
        Assert.Equal("k1", Encoding.UTF8.GetString(letter.Message.Key!));
        Assert.Equal("1", KafkaRig.Header(letter, "mine"));
        Assert.Equal("value", KafkaRig.Header(letter, "moodstream.error.omitted"));
        Assert.Equal("8", KafkaRig.Header(letter, "moodstream.error.value-bytes"));
        Assert.Equal("json-malformed", KafkaRig.Header(letter, "moodstream.error.type"));
    }

    [Fact]
    public async Task A_dead_letter_whose_headers_are_too_large_as_well_keeps_its_position()
    {
        await using var kafka = await KafkaRig.CreateAsync();
        await kafka.PublishAsync("{ broken", key: "k1", headers: new Headers { { "mine", "1"u8.ToArray() } });
        kafka.Faults.FailRequests(KafkaRequest.Produce, ErrorCode.MsgSizeTooLarge, ErrorCode.MsgSizeTooLarge);
        var silo = await kafka.StartSiloAsync();
        await Wait.UntilAsync(() => silo.Status.Lag == 0);
        var letter = Assert.Single(kafka.ReadAll(kafka.Kafka.DeadLetterTopic));
        Assert.Null(letter.Message.Key);
        Assert.Equal("value, headers, key", KafkaRig.Header(letter, "moodstream.error.omitted"));
        Assert.Equal("0", KafkaRig.Header(letter, "moodstream.error.offset"));
    }
}
