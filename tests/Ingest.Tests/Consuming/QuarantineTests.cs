using System.Text;
using System.Text.Json;
using Confluent.Kafka;
using Moodstream.Abstractions.Emotions;
using Moodstream.Grains.Interfaces.Timelines;
using Moodstream.Ingest.Tests.Rig;
using Moodstream.TestKit;

namespace Moodstream.Ingest.Tests.Consuming;

/// <summary>One bad message harms itself alone, and never its lane.</summary>
[Trait("Category", "Broker")]
public sealed class QuarantineTests
{
    [Theory]
    [InlineData(1_769_860_800_000_000)]
    [InlineData(long.MaxValue / 2)]
    [InlineData(-62_135_596_800_001)]
    [InlineData(-5)]
    public async Task A_record_timestamp_that_cannot_be_counts_as_none(long milliseconds)
    {
        await using var kafka = await KafkaRig.CreateAsync();
        using var producer = new ProducerBuilder<byte[]?, byte[]?>(new ProducerConfig { BootstrapServers = kafka.Endpoint.BootstrapServers }).Build();
        await kafka.PublishAsync(KafkaRig.Post("p0"));
        await producer.ProduceAsync(
            new TopicPartition(kafka.Kafka.PostsTopic, 0),
            new Message<byte[]?, byte[]?>
            {
                Key = "u1"u8.ToArray(),
                Value = Encoding.UTF8.GetBytes(KafkaRig.Post("p1")),
                Timestamp = new Timestamp(milliseconds, TimestampType.CreateTime),
            },
            TestContext.Current.CancellationToken);
        await kafka.PublishAsync(KafkaRig.Post("p2"));
        var before = DateTimeOffset.UtcNow;
        var silo = await kafka.StartSiloAsync();
        await Wait.UntilAsync(() => silo.Status.Lag == 0);

        Assert.Equal(["u1/p0#1", "u1/p1#1", "u1/p2#1"], kafka.EventIds());
        var post = silo.Classifier.Batches.SelectMany(static batch => batch).Single(static post => post.Id == "p1");
        Assert.InRange(post.ReceivedAt, before, DateTimeOffset.UtcNow);
    }

    [Fact]
    public async Task A_trace_state_of_a_megabyte_stays_behind()
    {
        await using var kafka = await KafkaRig.CreateAsync();
        await kafka.PublishAsync(KafkaRig.Post("p1"), headers: new Headers { { "tracestate", Encoding.ASCII.GetBytes(new string('x', 1_500_000)) } });
        await kafka.PublishAsync(KafkaRig.Post("p2"), headers: new Headers { { "tracestate", "vendor=1"u8.ToArray() } });
        var silo = await kafka.StartSiloAsync();
        await Wait.UntilAsync(() => silo.Status.Lag == 0);

        var events = kafka.ReadAll(kafka.Kafka.EventsTopic);
        Assert.False(events[0].Message.Headers.TryGetLastBytes("tracestate", out _));
        Assert.Equal("vendor=1", KafkaRig.Header(events[1], "tracestate"));
    }

    [Fact]
    public async Task An_event_that_the_server_finds_too_large_makes_its_post_a_dead_letter()
    {
        await using var kafka = await KafkaRig.CreateAsync();
        await kafka.PublishAsync(KafkaRig.Post("p1"));
        kafka.Faults.FailRequests(KafkaRequest.Produce, ErrorCode.MsgSizeTooLarge);
        var silo = await kafka.StartSiloAsync();
        await Wait.UntilAsync(() => silo.Status.Lag == 0);

        Assert.Empty(kafka.EventIds());
        Assert.Equal("event-too-large", KafkaRig.Header(Assert.Single(kafka.ReadAll(kafka.Kafka.DeadLetterTopic)), "moodstream.error.type"));
        Assert.Empty(silo.Feed.Shown);
    }

    [Fact]
    public async Task A_preview_that_fails_is_left_out()
    {
        await using var kafka = await KafkaRig.CreateAsync();
        await kafka.PublishPostsAsync(10);
        var silo = kafka.Silo();
        silo.Previewer.Make = static post => post.Id == "p4" ? throw new InvalidOperationException("no preview") : Task.FromResult<Moodstream.Grains.Interfaces.Emotions.PostPreview?>(null);
        await silo.StartAsync();
        await Wait.UntilAsync(() => silo.Status.Lag == 0);

        Assert.Equal(10, kafka.EventIds().Count);
        Assert.Equal(10, silo.Feed.Shown.Count);
    }

    [Fact]
    public async Task A_post_that_cannot_be_processed_goes_alone()
    {
        await using var kafka = await KafkaRig.CreateAsync();
        await kafka.PublishPostsAsync(10);
        // An answer that nobody can make into JSON: what a fault of this project itself would look like.
        var silo = await kafka.StartSiloAsync(classifier: new FakeClassifier
        {
            Change = static emotion => emotion.PostId == "p4" ? emotion with { Confidence = float.NaN } : emotion,
        });
        await Wait.UntilAsync(() => silo.Status.Lag == 0);

        Assert.Equal(9, kafka.EventIds().Distinct().Count());
        Assert.Equal("processing-failed", KafkaRig.Header(Assert.Single(kafka.ReadAll(kafka.Kafka.DeadLetterTopic)), "moodstream.error.type"));
    }

    [Fact]
    public async Task What_was_said_of_a_post_before_is_said_again_though_the_model_says_something_else()
    {
        await using var kafka = await KafkaRig.CreateAsync();
        var said = JsonSerializer.SerializeToUtf8Bytes(TestPosts.Event("p1", emotion: "fear"), EmotionJson.Default.EmotionEvent);
        var silo = await kafka.StartSiloAsync(timelines: new FakeTimelines
        {
            Refuse = entry => entry.Post.PostId == "p1" ? (UnstoredReason.Repeated, said) : null,
        });
        await kafka.PublishPostsAsync(3);
        await Wait.UntilAsync(() => silo.Status.Lag == 0 && silo.Status.Published == 3);

        var again = kafka.ReadAll(kafka.Kafka.EventsTopic).Single(message => KafkaRig.Header(message, "ce_subject") == "p1");
        Assert.Equal(said, again.Message.Value);
    }

    [Theory]
    [InlineData(UnstoredReason.Conflict, "post-conflict")]
    [InlineData(UnstoredReason.Expired, "post-expired")]
    public async Task Another_post_under_the_same_id_is_a_dead_letter_and_so_is_one_that_is_older_than_what_is_known(UnstoredReason reason, string type)
    {
        await using var kafka = await KafkaRig.CreateAsync();
        var silo = await kafka.StartSiloAsync(timelines: new FakeTimelines
        {
            Refuse = entry => entry.Post.PostId == "p1" ? (reason, null) : null,
        });
        await kafka.PublishPostsAsync(3);
        await Wait.UntilAsync(() => silo.Status is { Lag: 0, Published: 2 });

        Assert.Equal(type, KafkaRig.Header(Assert.Single(kafka.ReadAll(kafka.Kafka.DeadLetterTopic)), "moodstream.error.type"));
    }
}
