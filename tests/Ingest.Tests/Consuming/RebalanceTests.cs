using Moodstream.Ingest.Tests.Rig;
using Moodstream.TestKit;

namespace Moodstream.Ingest.Tests.Consuming;

[Trait("Category", "Broker")]
public sealed class RebalanceTests
{
    [Fact]
    public async Task Two_silos_share_the_partitions_and_what_moves_is_drained_and_committed_first()
    {
        await using var kafka = await KafkaRig.CreateAsync(partitions: 4);
        await kafka.PublishPostsAsync(40, partitions: 4);
        var first = await kafka.StartSiloAsync();
        await Wait.UntilAsync(() => first.Status is { Partitions.Length: 4, Lag: 0 });

        var second = await kafka.StartSiloAsync();
        await Wait.UntilAsync(() => first.Status.Partitions.Length == 2 && second.Status.Partitions.Length == 2);
        await kafka.PublishPostsAsync(40, partitions: 4, first: 40);
        await Wait.UntilAsync(() => first.Status.Published + second.Status.Published >= 80 && first.Status.Lag == 0 && second.Status.Lag == 0);
        Assert.Equal(80, kafka.EventIds().Count);
        Assert.Equal(80, kafka.EventIds().Distinct().Count());
        Assert.Equal(80, first.Status.Published + second.Status.Published);
        Assert.Equal(20, second.Status.Published);
    }

    [Fact]
    public async Task Posts_that_outlast_the_drain_are_done_again_by_the_next_owner()
    {
        await using var kafka = await KafkaRig.CreateAsync(partitions: 2);
        var never = new TaskCompletionSource();
        var first = await kafka.StartSiloAsync(static o => o.DrainTimeoutMs = 50, new FakeClassifier { BeforeClassify = _ => never.Task });
        await kafka.PublishPostsAsync(20, partitions: 2);
        await Wait.UntilAsync(() => first.Status.Consumed == 20);

        var second = await kafka.StartSiloAsync();
        await Wait.UntilAsync(() => second.Status is { Partitions.Length: 1, Published: 10, Lag: 0 });
        await first.StopAsync();
        await Wait.UntilAsync(() => second.Status is { Partitions.Length: 2, Published: 20, Lag: 0 });
        Assert.Equal(20, kafka.EventIds().Count);
        Assert.Equal((0L, 0L), (first.Status.InFlightPosts, first.Status.Published));
    }

    [Fact]
    public async Task A_silo_that_is_told_to_stop_lets_go_of_its_posts_and_stops_though_the_server_has_ceased_to_answer()
    {
        await using var kafka = await KafkaRig.CreateAsync();
        var never = new TaskCompletionSource();
        var silo = await kafka.StartSiloAsync(
            static o =>
            {
                o.DrainTimeoutMs = 50;
                o.CommitIntervalMs = 60_000;
            },
            new FakeClassifier { BeforeClassify = posts => posts[0].Id == "p0" ? Task.CompletedTask : never.Task });
        await kafka.PublishAsync(KafkaRig.Post("p0"));
        await Wait.UntilAsync(() => silo.Status.Published == 1);
        await kafka.PublishAsync(KafkaRig.Post("p1"));
        await Wait.UntilAsync(() => silo.Status.Consumed == 2);

        kafka.Faults.Delay(TimeSpan.FromMinutes(10));
        await silo.StopAsync().WaitAsync(TimeSpan.FromSeconds(30), TestContext.Current.CancellationToken);
        kafka.Faults.Delay(TimeSpan.Zero);

        Assert.Equal(0, silo.Status.InFlightPosts);
    }

    [Fact]
    public async Task Partitions_that_are_lost_are_dropped_without_a_commit_and_read_again()
    {
        await using var kafka = await KafkaRig.CreateAsync();
        var gate = new TaskCompletionSource();
        var silo = await kafka.StartSiloAsync(classifier: new FakeClassifier { BeforeClassify = _ => gate.Task });
        await kafka.PublishPostsAsync(10);
        await Wait.UntilAsync(() => silo.Status.Consumed == 10);
        // The server forgets the member, as after a pause longer than the session.
        kafka.Faults.FailRequests(KafkaRequest.Heartbeat, ErrorCode.UnknownMemberId);
        await Wait.UntilAsync(() => silo.Status.Consumed == 20);
        Assert.InRange(kafka.Committed(), -1, 0);
        gate.SetResult();
        await Wait.UntilAsync(() => silo.Status.Lag == 0);
        Assert.Equal(10, kafka.EventIds().Count);
    }

    [Fact]
    public async Task A_partition_whose_leader_is_away_when_partitions_are_assigned_waits_alone()
    {
        await using var kafka = await KafkaRig.CreateAsync(partitions: 3);
        await kafka.PublishPostsAsync(30, partitions: 3);
        kafka.Faults.RemoveLeader(kafka.Kafka.PostsTopic, 1);

        var silo = await kafka.StartSiloAsync();
        await Wait.UntilAsync(() => silo.Status is { Published: 20, Lag: 0 });
        Assert.Equal([0, 2], silo.Status.Partitions.Select(static partition => partition.Partition));
        Assert.Contains("first offset", silo.Status.LastError, StringComparison.Ordinal);

        kafka.Faults.ReturnLeader(kafka.Kafka.PostsTopic, 1);
        await Wait.UntilAsync(() => silo.Status is { Published: 30, Lag: 0, Partitions.Length: 3 });
        Assert.Equal(30, kafka.EventIds().Distinct().Count());
        Assert.Equal(10, kafka.Committed(1));
    }

    [Fact]
    public async Task A_partition_that_was_paused_when_it_was_lost_is_read_again()
    {
        await using var kafka = await KafkaRig.CreateAsync();
        var gate = new TaskCompletionSource();
        var silo = await kafka.StartSiloAsync(static o => o.MaxPartitionPosts = 4, new FakeClassifier { BeforeClassify = _ => gate.Task });
        await kafka.PublishPostsAsync(10);
        await Wait.UntilAsync(() => silo.Status.Partitions is [{ Paused: true }]);
        kafka.Faults.FailRequests(KafkaRequest.Heartbeat, ErrorCode.UnknownMemberId);
        await Wait.UntilAsync(() => silo.Status is { Consumed: 8, InFlightPosts: 4 });
        gate.SetResult();
        await Wait.UntilAsync(() => silo.Status.Lag == 0);
        Assert.Equal(10, kafka.EventIds().Count);
    }
}
