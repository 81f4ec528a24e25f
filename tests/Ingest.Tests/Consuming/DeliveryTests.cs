using System.Diagnostics;
using System.Text;
using System.Text.Json;
using Confluent.Kafka;
using Moodstream.Abstractions.Emotions;
using Moodstream.Ingest.Tests.Rig;
using Moodstream.TestKit;

namespace Moodstream.Ingest.Tests.Consuming;

[Trait("Category", "Broker")]
public sealed class DeliveryTests
{
    [Fact]
    public async Task Every_post_becomes_one_event_on_the_topic_in_the_timeline_and_in_the_feed_and_is_committed()
    {
        await using var kafka = await KafkaRig.CreateAsync(partitions: 3);
        await kafka.PublishPostsAsync(90, partitions: 3);
        var silo = await kafka.StartSiloAsync();
        await Wait.UntilAsync(() => silo.Status.Published == 90 && silo.Status.Lag == 0);

        var wanted = Enumerable.Range(0, 90).Select(static i => $"u{i % 7}/p{i}#1").Order(StringComparer.Ordinal).ToList();
        Assert.Equal(wanted, kafka.EventIds().Order(StringComparer.Ordinal));
        Assert.Equal(wanted, silo.Timelines.Entries.Select(static e => e.Entry.Post.EventId(e.Entry.Revision)).Order(StringComparer.Ordinal));
        Assert.Equal(wanted, silo.Feed.Shown.Select(static e => e.Event.EventId).Order(StringComparer.Ordinal));
        Assert.Equal([30L, 30L, 30L], Enumerable.Range(0, 3).Select(kafka.Committed));
    }

    [Fact]
    public async Task An_event_is_a_binary_CloudEvent_keyed_by_user_that_carries_the_trace_on()
    {
        await using var kafka = await KafkaRig.CreateAsync();
        const string Parent = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-00";
        await kafka.PublishAsync(KafkaRig.Post("p1", "ü1"), headers: new Headers { { "traceparent", Encoding.UTF8.GetBytes(Parent) }, { "tracestate", "a=b"u8.ToArray() } });
        var silo = await kafka.StartSiloAsync();
        await Wait.UntilAsync(() => silo.Status.Published == 1);

        var message = Assert.Single(kafka.ReadAll(kafka.Kafka.EventsTopic));
        Assert.Equal("ü1", Encoding.UTF8.GetString(message.Message.Key!));
        Assert.Equal("1.0", KafkaRig.Header(message, "ce_specversion"));
        Assert.Equal("ü1/p1#1", KafkaRig.Header(message, "ce_id"));
        Assert.Equal("moodstream.emotion.v1", KafkaRig.Header(message, "ce_type"));
        Assert.Equal("urn:moodstream", KafkaRig.Header(message, "ce_source"));
        Assert.Equal("p1", KafkaRig.Header(message, "ce_subject"));
        Assert.Equal("application/json", KafkaRig.Header(message, "content-type"));
        Assert.Equal(Parent, KafkaRig.Header(message, "traceparent"));
        Assert.Equal("a=b", KafkaRig.Header(message, "tracestate"));
        var emotion = JsonSerializer.Deserialize(message.Message.Value, EmotionJson.Default.EmotionEvent)!;
        Assert.Equal(emotion.ClassifiedAt, DateTimeOffset.Parse(KafkaRig.Header(message, "ce_time"), System.Globalization.CultureInfo.InvariantCulture));
        Assert.Equal(("p1", "ü1", "joy", 1), (emotion.PostId, emotion.UserId, emotion.Emotion, emotion.Revision));
    }

    [Fact]
    public async Task A_post_without_a_trace_gets_one()
    {
        await using var kafka = await KafkaRig.CreateAsync();
        await kafka.PublishAsync(KafkaRig.Post("p1"));
        var silo = await kafka.StartSiloAsync();
        await Wait.UntilAsync(() => silo.Status.Published == 1);
        Assert.True(ActivityContext.TryParse(KafkaRig.Header(kafka.ReadAll(kafka.Kafka.EventsTopic)[0], "traceparent"), null, out _));
    }

    [Fact]
    public async Task Posts_that_need_a_device_hold_up_neither_others_of_their_batch_nor_the_order_of_their_users()
    {
        await using var kafka = await KafkaRig.CreateAsync();
        var device = new TaskCompletionSource();
        await kafka.PublishPostsAsync(21);
        var silo = await kafka.StartSiloAsync(static _ => { }, new FakeClassifier
        {
            NeedsDevice = static post => post.Id is "p1" or "p2",
            BeforeClassify = posts => posts.Any(static post => post.Id is "p1" or "p2") ? device.Task : Task.CompletedTask,
        });

        // Posts of seven users: those of u1 and u2 wait for p1 and p2, those of the others for nobody.
        await Wait.UntilAsync(() => silo.Status.Published == 15);
        Assert.Equal(["u0", "u3", "u4", "u5", "u6"], kafka.EventIds().Select(static id => id.Split('/')[0]).Distinct().Order(StringComparer.Ordinal));
        device.SetResult();

        await Wait.UntilAsync(() => silo.Status.Published == 21 && silo.Status.Lag == 0);
        Assert.Equal(["u1/p1#1", "u1/p8#1", "u1/p15#1"], kafka.EventIds().Where(static id => id.StartsWith("u1/", StringComparison.Ordinal)));
        Assert.Equal(21, kafka.Committed());
    }

    [Fact]
    public async Task An_offset_is_not_committed_before_all_that_come_before_it_are_finished()
    {
        await using var kafka = await KafkaRig.CreateAsync();
        var gate = new TaskCompletionSource();
        var silo = await kafka.StartSiloAsync(static o => o.MaxBatchPosts = 1, new FakeClassifier
        {
            BeforeClassify = posts => posts[0].Id == "p3" ? gate.Task : Task.CompletedTask,
        });
        await kafka.PublishPostsAsync(10);
        await Wait.UntilAsync(() => silo.Status.Published == 9 && silo.Status.Partitions[0].Committed == 3);
        Assert.Equal(3, kafka.Committed());

        gate.SetResult();
        await Wait.UntilAsync(() => silo.Status.Partitions[0].Committed == 10);
        Assert.Equal(10, kafka.Committed());
    }

    [Fact]
    public async Task What_was_not_finished_when_a_silo_stops_is_done_by_the_next_with_the_same_event_ids()
    {
        await using var kafka = await KafkaRig.CreateAsync();
        var never = new TaskCompletionSource();
        var first = kafka.Silo(static o => o.DrainTimeoutMs = 0);
        first.Previewer.Make = async _ =>
        {
            await never.Task;
            return null;
        };
        await first.StartAsync();

        // Of as many users, since a post that waits for an earlier one would wait for previews, too.
        await Task.WhenAll(Enumerable.Range(0, 20).Select(i => kafka.PublishAsync(KafkaRig.Post($"p{i}", $"u{i}"))));
        await Wait.UntilAsync(() => first.Status.Published == 20);
        await first.StopAsync();
        Assert.InRange(kafka.Committed(), -1, 0);

        var second = await kafka.StartSiloAsync();
        await Wait.UntilAsync(() => second.Status.Published == 20 && second.Status.Lag == 0);
        var events = kafka.ReadAll(kafka.Kafka.EventsTopic).GroupBy(static e => KafkaRig.Header(e, "ce_id")).ToList();
        Assert.Equal(20, events.Count);
        Assert.All(events, static twice => Assert.Equal(2, twice.Count()));
        Assert.All(events, static twice => Assert.Single(twice.Select(WithoutTimes).Distinct()));
    }

    [Fact]
    public async Task Nothing_is_done_twice_after_an_orderly_stop()
    {
        await using var kafka = await KafkaRig.CreateAsync(partitions: 2);
        await kafka.PublishPostsAsync(40, partitions: 2);
        var first = await kafka.StartSiloAsync();
        await Wait.UntilAsync(() => first.Status.Published == 40);
        await first.StopAsync();

        await kafka.PublishPostsAsync(40, partitions: 2, first: 40);
        var second = await kafka.StartSiloAsync();
        await Wait.UntilAsync(() => second.Status.Lag == 0 && second.Status.Partitions.Length == 2 && second.Status.Published >= 40);
        Assert.Equal(80, kafka.EventIds().Distinct().Count());
        Assert.Equal(80, kafka.EventIds().Count);
    }

    private static string WithoutTimes(ConsumeResult<byte[]?, byte[]?> message)
    {
        var emotion = JsonSerializer.Deserialize(message.Message.Value, EmotionJson.Default.EmotionEvent)!;
        return JsonSerializer.Serialize(
            emotion with { ClassifiedAt = default, Timings = new StageTimings(0, 0, 0, 0) }, EmotionJson.Default.EmotionEvent);
    }
}
