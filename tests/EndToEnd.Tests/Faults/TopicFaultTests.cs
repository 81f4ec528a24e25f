using Confluent.Kafka;
using Confluent.Kafka.Admin;
using Moodstream.EndToEnd.Tests.Harness;

namespace Moodstream.EndToEnd.Tests.Faults;

/// <summary>A log that is cut, or a topic that is made anew, under a silo is noticed, said, and read on from where the server says.</summary>
[Trait("Category", "Process")]
public sealed class TopicFaultTests
{
    private const int Timeout = 600_000;

    private static readonly TimeSpan Fresh = TimeSpan.FromSeconds(3);

    [Fact(Timeout = Timeout)]
    public async Task What_was_cut_off_unread_is_told_as_gaps_and_a_topic_made_anew_is_read_from_its_beginning()
    {
        SiloCluster.RequireLong();
        await using var cluster = await SiloCluster.CreateAsync(severalSilos: false);
        Assert.SkipUnless(cluster.Broker is null, "The embedded broker neither cuts logs nor deletes topics when it is asked to; KAFKA_BOOTSTRAP names one that does.");
        using var topics = new Topics(cluster.BootstrapServers);
        using var admin = new AdminClientBuilder(new AdminClientConfig { BootstrapServers = cluster.BootstrapServers }).Build();
        var silo = await cluster.StartAsync("a");
        await topics.SendAsync(cluster.PostsTopic, TestPost.Many("before", 200));
        await silo.UntilAsync(async () => await LagAsync(silo) == 0, "everything read");
        Assert.Equal(0, await silo.Program.TerminateAsync());

        // Nobody reads, and the server drops all there is.
        await topics.SendAsync(cluster.PostsTopic, TestPost.Many("dropped", 200));
        var partitions = admin.GetMetadata(cluster.PostsTopic, TimeSpan.FromSeconds(30)).Topics[0].Partitions.Count;
        await admin.DeleteRecordsAsync([.. Enumerable.Range(0, partitions).Select(partition => new TopicPartitionOffset(cluster.PostsTopic, partition, Offset.End))]);
        silo = await cluster.StartAsync("a");
        await silo.UntilAsync(async () => (long)(await silo.StatusAsync())["kafka"]!["gaps"]! == 200, "200 gaps");
        await topics.SendAsync(cluster.PostsTopic, TestPost.Many("after", 200));
        await silo.UntilAsync(async () => await LagAsync(silo) == 0, "everything read after the cut");
        await cluster.VerifyAsync();

        // The topic goes, and comes back empty.
        await admin.DeleteTopicsAsync([cluster.PostsTopic]);
        await admin.CreateTopicsAsync([new TopicSpecification { Name = cluster.PostsTopic, NumPartitions = partitions }]);
        await using var traffic = cluster.Traffic();
        traffic.Start(60);
        await silo.UntilAsync(() => Task.FromResult(traffic.AllHeardWithin(Fresh)), "events of all partitions of the new topic");
        TestContext.Current.TestOutputHelper?.WriteLine($"{(await silo.StatusAsync())["kafka"]!["lastError"]}");
        await traffic.StopSendingAsync();
        await silo.UntilAsync(async () => await LagAsync(silo) == 0, "everything read");
        await cluster.VerifyAsync();
    }

    private static async Task<long?> LagAsync(RunningSilo silo) => (long?)(await silo.StatusAsync())["kafka"]!["lag"]!;
}
