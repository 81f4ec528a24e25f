using System.Diagnostics.Metrics;
using Moodstream.Ingest.Tests.Rig;
using Moodstream.TestKit;

namespace Moodstream.Ingest.Tests.Consuming;

[Trait("Category", "Broker")]
public sealed class GapTests
{
    [Fact]
    public async Task What_the_server_drops_while_nobody_reads_is_counted_as_gaps()
    {
        await using var kafka = await KafkaRig.CreateAsync();
        var first = await kafka.StartSiloAsync();
        await kafka.PublishPostsAsync(5);
        await Wait.UntilAsync(() => first.Status.Lag == 0);
        await first.StopAsync();

        await kafka.PublishPostsAsync(10, first: 5);
        kafka.Faults.DeleteRecords(kafka.Kafka.PostsTopic, 0, 12);
        long measured = 0;
        using var listener = new MeterListener
        {
            InstrumentPublished = static (instrument, l) =>
            {
                if (instrument.Name == "moodstream.consumer.gap.offsets")
                {
                    l.EnableMeasurementEvents(instrument);
                }
            },
        };
        listener.SetMeasurementEventCallback<long>((_, value, tags, _) =>
        {
            foreach (var tag in tags)
            {
                if (tag.Value as string == kafka.Kafka.PostsTopic)
                {
                    Interlocked.Add(ref measured, value);
                }
            }
        });
        listener.Start();
        var second = await kafka.StartSiloAsync();
        await Wait.UntilAsync(() => second.Status.Lag == 0);
        Assert.Equal(7, second.Status.Gaps);
        Assert.Equal(7, second.Status.Partitions[0].Gaps);
        Assert.Equal(7, measured);
        Assert.Contains("7 offsets", second.Status.LastError, StringComparison.Ordinal);
        Assert.Equal(3, second.Status.Published);
    }

    [Fact]
    public async Task What_the_server_drops_while_a_partition_is_paused_is_counted_as_gaps()
    {
        await using var kafka = await KafkaRig.CreateAsync();
        var gate = new TaskCompletionSource();
        var silo = await kafka.StartSiloAsync(static o => o.MaxPartitionPosts = 4, new FakeClassifier { BeforeClassify = _ => gate.Task });
        await kafka.PublishPostsAsync(20);
        await Wait.UntilAsync(() => silo.Status.Partitions is [{ Paused: true }]);
        var read = silo.Status.Consumed;
        kafka.Faults.DeleteRecords(kafka.Kafka.PostsTopic, 0, 15);
        gate.SetResult();
        await Wait.UntilAsync(() => silo.Status.Lag == 0);
        Assert.Equal(15 - read, silo.Status.Gaps);
        Assert.Equal(read + 5, silo.Status.Published);
    }

    [Fact]
    public async Task What_is_dropped_to_the_very_end_is_noticed_without_a_further_post()
    {
        await using var kafka = await KafkaRig.CreateAsync();
        var first = await kafka.StartSiloAsync();
        await kafka.PublishPostsAsync(2);
        await Wait.UntilAsync(() => first.Status.Lag == 0);
        await first.StopAsync();

        await kafka.PublishPostsAsync(3, first: 2);
        kafka.Faults.DeleteRecords(kafka.Kafka.PostsTopic, 0, 5);
        var second = await kafka.StartSiloAsync();
        await Wait.UntilAsync(() => second.Status is { Gaps: 3, Lag: 0 });
    }

    [Fact]
    public async Task A_new_group_on_a_topic_that_begins_late_has_gaps_nothing()
    {
        await using var kafka = await KafkaRig.CreateAsync();
        await kafka.PublishPostsAsync(10);
        kafka.Faults.DeleteRecords(kafka.Kafka.PostsTopic, 0, 6);
        var silo = await kafka.StartSiloAsync();
        await Wait.UntilAsync(() => silo.Status.Lag == 0);
        Assert.Equal(0, silo.Status.Gaps);
        Assert.Equal(4, silo.Status.Published);
    }

    [Fact]
    public async Task A_log_that_went_back_is_told_and_read_anew_and_the_group_begins_there_from_then_on()
    {
        await using var kafka = await KafkaRig.CreateAsync();
        await kafka.PublishPostsAsync(5);
        kafka.Commit(100);

        var silo = await kafka.StartSiloAsync();

        await Wait.UntilAsync(() => silo.Status is { Published: 5, Lag: 0, Partitions: [{ Committed: 5, End: 5 }] });
        Assert.Equal(0, silo.Status.Gaps);
        Assert.Contains("went back from offset 100 to 0", silo.Status.LastError, StringComparison.Ordinal);
        Assert.Equal(5, kafka.Committed());
    }
}
