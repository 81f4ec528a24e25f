using Moodstream.Ingest.Tests.Rig;
using Moodstream.TestKit;

namespace Moodstream.Ingest.Tests.Consuming;

[Trait("Category", "Broker")]
public sealed class RebalanceTests
{
    [Fact]
    public async Task Two_silos_share_the_partitions_and_what_moves_is_drained_and_committed_first()
    {
        await using var kafka = await KafkaRig.Create(partitions: 4);
        await kafka.PublishPosts(40, partitions: 4);
        var first = await kafka.StartSilo();
        await Wait.Until(() => first.Status is { Partitions.Length: 4, Lag: 0 });

        var second = await kafka.StartSilo();
        await Wait.Until(() => first.Status.Partitions.Length == 2 && second.Status.Partitions.Length == 2);
        await kafka.PublishPosts(40, partitions: 4, first: 40);
        await Wait.Until(() => first.Status.Published + second.Status.Published >= 80 && first.Status.Lag == 0 && second.Status.Lag == 0);
        Assert.Equal(80, kafka.EventIds().Count);
        Assert.Equal(80, kafka.EventIds().Distinct().Count());
        Assert.Equal(80, first.Status.Published + second.Status.Published);
        Assert.Equal(20, second.Status.Published);
    }

    [Fact]
    public async Task Posts_that_outlast_the_drain_are_done_again_by_the_next_owner()
    {
        await using var kafka = await KafkaRig.Create(partitions: 2);
        var never = new TaskCompletionSource();
        var first = await kafka.StartSilo(static o => o.DrainTimeoutMs = 50, new FakeClassifier { BeforeClassify = _ => never.Task });
        await kafka.PublishPosts(20, partitions: 2);
        await Wait.Until(() => first.Status.Consumed == 20);

        var second = await kafka.StartSilo();
        await Wait.Until(() => second.Status is { Partitions.Length: 1, Published: 10, Lag: 0 });
        await first.Stop();
        await Wait.Until(() => second.Status is { Partitions.Length: 2, Published: 20, Lag: 0 });
        Assert.Equal(20, kafka.EventIds().Count);
        Assert.Equal((0L, 0L), (first.Status.InFlightPosts, first.Status.Published));
    }

    [Fact]
    public async Task Partitions_that_are_lost_are_dropped_without_a_commit_and_read_again()
    {
        await using var kafka = await KafkaRig.Create();
        var gate = new TaskCompletionSource();
        var silo = await kafka.StartSilo(classifier: new FakeClassifier { BeforeClassify = _ => gate.Task });
        await kafka.PublishPosts(10);
        await Wait.Until(() => silo.Status.Consumed == 10);
        // The server forgets the member, as after a pause longer than the session.
        kafka.Faults.FailRequests(KafkaRequest.Heartbeat, ErrorCode.UnknownMemberId);
        await Wait.Until(() => silo.Status.Consumed == 20);
        Assert.InRange(kafka.Committed(), -1, 0);
        gate.SetResult();
        await Wait.Until(() => silo.Status.Lag == 0);
        Assert.Equal(10, kafka.EventIds().Count);
    }

    [Fact]
    public async Task A_partition_that_was_paused_when_it_was_lost_is_read_again()
    {
        await using var kafka = await KafkaRig.Create();
        var gate = new TaskCompletionSource();
        var silo = await kafka.StartSilo(static o => o.MaxPartitionPosts = 4, new FakeClassifier { BeforeClassify = _ => gate.Task });
        await kafka.PublishPosts(10);
        await Wait.Until(() => silo.Status.Partitions is [{ Paused: true }]);
        kafka.Faults.FailRequests(KafkaRequest.Heartbeat, ErrorCode.UnknownMemberId);
        await Wait.Until(() => silo.Status is { Consumed: 8, InFlightPosts: 4 });
        gate.SetResult();
        await Wait.Until(() => silo.Status.Lag == 0);
        Assert.Equal(10, kafka.EventIds().Count);
    }
}
