using System.Diagnostics.Metrics;
using Confluent.Kafka;
using Moodstream.Ingest.Tests.Rig;
using Moodstream.TestKit;

namespace Moodstream.Ingest.Tests.Consuming;

[Trait("Category", "Broker")]
public sealed class BackpressureTests
{
    [Fact]
    public async Task A_partition_is_paused_at_its_limit_of_posts_and_goes_on_when_there_is_room()
    {
        await using var kafka = await KafkaRig.CreateAsync(partitions: 2);
        var gate = new TaskCompletionSource();
        var silo = await kafka.StartSiloAsync(static o => o.MaxPartitionPosts = 10, new FakeClassifier { BeforeClassify = _ => gate.Task });
        await kafka.PublishPostsAsync(200, partitions: 2);
        await Wait.UntilAsync(() => silo.Status.Partitions.Count(static p => p.Paused) == 2);
        Assert.Equal([10L, 10L], silo.Status.Partitions.Select(static p => p.InFlightPosts));
        gate.SetResult();
        await Wait.UntilAsync(() => silo.Status.Lag == 0);
        Assert.Equal(200, kafka.EventIds().Distinct().Count());
        Assert.Equal((0L, 0L), (silo.Status.InFlightPosts, silo.Status.InFlightBytes));
    }

    [Fact]
    public async Task The_lag_of_a_paused_partition_grows_with_what_is_published()
    {
        await using var kafka = await KafkaRig.CreateAsync();
        var gate = new TaskCompletionSource();
        long measured = -1;
        using var listener = new MeterListener
        {
            InstrumentPublished = static (instrument, l) =>
            {
                if (instrument.Name == "moodstream.consumer.lag")
                {
                    l.EnableMeasurementEvents(instrument);
                }
            },
        };
        listener.SetMeasurementEventCallback<long>((_, value, tags, _) =>
        {
            if (tags.ToArray().Any(tag => tag.Value as string == kafka.Kafka.PostsTopic))
            {
                measured = value;
            }
        });
        listener.Start();
        var silo = await kafka.StartSiloAsync(static o => o.MaxPartitionPosts = 5, new FakeClassifier { BeforeClassify = _ => gate.Task });
        await kafka.PublishPostsAsync(10);
        await Wait.UntilAsync(() => silo.Status.Partitions is [{ Paused: true }]);
        await kafka.PublishPostsAsync(20, first: 10);
        await Wait.UntilAsync(() =>
        {
            listener.RecordObservableInstruments();
            return silo.Status.Lag == 30 && measured == 30;
        });
        gate.SetResult();
        await Wait.UntilAsync(() => silo.Status.Lag == 0);
    }

    [Fact]
    public async Task All_partitions_are_paused_at_the_limit_of_bytes_that_they_share()
    {
        await using var kafka = await KafkaRig.CreateAsync(partitions: 4);
        var gate = new TaskCompletionSource();
        var silo = await kafka.StartSiloAsync(static o => o.MaxBytes = 100_000, new FakeClassifier { BeforeClassify = _ => gate.Task });
        await Task.WhenAll(Enumerable.Range(0, 80).Select(i => kafka.PublishAsync(KafkaRig.Post($"p{i}", text: new string('x', 5_000)), partition: i % 4)));
        await Wait.UntilAsync(() => silo.Status.Partitions.Count(static p => p.Paused) == 4);
        // Each partition may bring one more post before it is seen to be too much.
        Assert.InRange(silo.Status.InFlightBytes, 100_000, 100_000 + (4 * 11_000));
        gate.SetResult();
        await Wait.UntilAsync(() => silo.Status.Lag == 0);
        Assert.Equal(80, kafka.EventIds().Distinct().Count());
    }

    [Fact]
    public async Task Headers_and_keys_count_as_well_as_what_posts_say()
    {
        await using var kafka = await KafkaRig.CreateAsync();
        var gate = new TaskCompletionSource();
        var silo = await kafka.StartSiloAsync(static o => o.MaxPartitionBytes = 100_000, new FakeClassifier { BeforeClassify = _ => gate.Task });
        await kafka.PublishAsync(KafkaRig.Post("p1"), headers: new Headers { { "large", new byte[60_000] } });
        await kafka.PublishAsync(KafkaRig.Post("p2"), key: new string('k', 60_000));
        await Wait.UntilAsync(() => silo.Status.Partitions is [{ Paused: true }]);
        gate.SetResult();
        await Wait.UntilAsync(() => silo.Status.Lag == 0);
        Assert.Equal(0, silo.Status.InFlightBytes);
    }

    [Fact]
    public async Task What_waits_while_all_slots_are_taken_goes_as_one_batch()
    {
        await using var kafka = await KafkaRig.CreateAsync();
        var gate = new TaskCompletionSource();
        var silo = await kafka.StartSiloAsync(
            static o =>
            {
                o.MaxBatchesInFlight = 1;
                o.MaxBatchPosts = 25;
            },
            new FakeClassifier { BeforeClassify = _ => gate.Task });
        await kafka.PublishAsync(KafkaRig.Post("first"));
        await Wait.UntilAsync(() => silo.Classifier.Batches.Count == 1);
        await kafka.PublishPostsAsync(50);
        await Wait.UntilAsync(() => silo.Status.Consumed == 51);
        gate.SetResult();
        await Wait.UntilAsync(() => silo.Status.Lag == 0);
        Assert.Equal([1, 25, 25], silo.Classifier.Batches.Select(static b => b.Length));
    }

    [Fact]
    public async Task A_batch_ends_at_its_limit_of_bytes_and_a_larger_post_goes_alone()
    {
        await using var kafka = await KafkaRig.CreateAsync();
        var gate = new TaskCompletionSource();
        var silo = await kafka.StartSiloAsync(
            static o =>
            {
                o.MaxBatchesInFlight = 1;
                o.MaxBatchBytes = 10_000;
            },
            new FakeClassifier { BeforeClassify = _ => gate.Task });
        await kafka.PublishAsync(KafkaRig.Post("first"));
        await Wait.UntilAsync(() => silo.Classifier.Batches.Count == 1);
        foreach (var size in (int[])[2_000, 2_000, 2_000, 20_000, 2_000])
        {
            await kafka.PublishAsync(KafkaRig.Post($"p{size}", text: new string('x', size)));
        }

        await Wait.UntilAsync(() => silo.Status.Consumed == 6);
        gate.SetResult();
        await Wait.UntilAsync(() => silo.Status.Lag == 0);
        Assert.Equal([1, 2, 1, 1, 1], silo.Classifier.Batches.Select(static b => b.Length));
    }
}
