using System.Text.Json;
using Moodstream.Ingest.Kafka;
using Moodstream.Ingest.Options;
using Moodstream.Ingest.Tailing;
using Moodstream.Ingest.Tests.Rig;
using Moodstream.TestKit;

namespace Moodstream.Ingest.Tests.Tailing;

[Trait("Category", "Broker")]
public sealed class EmotionTailTests
{
    [Fact]
    public async Task From_the_beginning_to_the_end_reads_every_event_and_commits_nothing()
    {
        await using var kafka = await KafkaRig.CreateAsync();
        await kafka.PublishPostsAsync(20);
        var silo = await kafka.StartSiloAsync();
        await Wait.UntilAsync(() => silo.Status.Lag == 0);
        for (var round = 0; round < 2; round++)
        {
            var events = await EmotionTail.ReadAsync(
                kafka.Kafka, kafka.Endpoint, fromBeginning: true, follow: false, cancellationToken: TestContext.Current.CancellationToken).ToListAsync(TestContext.Current.CancellationToken);
            Assert.Equal(20, events.Count);
            Assert.All(events, static e => Assert.Equal(
                e.Headers["ce_id"], $"{e.Key}/{JsonDocument.Parse(e.Data).RootElement.GetProperty("postId").GetString()}#1"));
        }
    }

    [Fact]
    public async Task A_topic_that_is_missing_is_named_in_one_line_and_not_made()
    {
        await using var kafka = await KafkaRig.CreateAsync();
        var elsewhere = new KafkaOptions { EventsTopic = $"absent-{Guid.NewGuid():N}", PostsTopic = kafka.Kafka.PostsTopic };
        var failure = await Assert.ThrowsAsync<KafkaUnreachableException>(async () => await EmotionTail.ReadAsync(
            elsewhere, kafka.Endpoint, follow: false, cancellationToken: TestContext.Current.CancellationToken).ToListAsync(TestContext.Current.CancellationToken));

        Assert.Contains($"has no topic {elsewhere.EventsTopic}", failure.Message, StringComparison.Ordinal);
        Assert.DoesNotContain('\n', failure.Message);
        Assert.Equal(0, await KafkaProbe.CountPartitionsAsync(elsewhere, kafka.Endpoint, elsewhere.EventsTopic, TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task From_the_end_it_shows_only_what_is_new()
    {
        await using var kafka = await KafkaRig.CreateAsync();
        await kafka.PublishPostsAsync(5);
        var silo = await kafka.StartSiloAsync();
        await Wait.UntilAsync(() => silo.Status.Lag == 0);
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        var seen = new List<string>();
        var tail = Task.Run(
            async () =>
            {
                await foreach (var emotion in EmotionTail.ReadAsync(kafka.Kafka, kafka.Endpoint, cancellationToken: stop.Token))
                {
                    lock (seen)
                    {
                        seen.Add(emotion.Headers["ce_id"]);
                    }
                }
            },
            TestContext.Current.CancellationToken);
        var published = 5;
        await Wait.UntilAsync(() =>
        {
            lock (seen)
            {
                if (seen.Count > 0)
                {
                    return true;
                }
            }

            // When the tail has found the end is not to be seen from here; one of these comes after it.
            kafka.PublishPostsAsync(1, first: published++).GetAwaiter().GetResult();
            return false;
        });
        await stop.CancelAsync();
        await tail;
        Assert.DoesNotContain(seen, static id => id is "u0/p0#1" or "u1/p1#1" or "u2/p2#1" or "u3/p3#1" or "u4/p4#1");
    }
}
