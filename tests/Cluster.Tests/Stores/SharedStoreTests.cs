using Microsoft.Extensions.DependencyInjection;
using Moodstream.Grains.Interfaces.Classifying;
using Moodstream.Grains.Interfaces.Erasures;
using Moodstream.Grains.Interfaces.Timelines;
using Moodstream.Grains.Posts;
using Moodstream.TestKit;
using Moodstream.TestKit.Postgres;

[assembly: AssemblyFixture(typeof(PostgresServer))]

namespace Moodstream.Cluster.Tests.Stores;

/// <summary>Silos that share a store in PostgreSQL: none of them is special.</summary>
public sealed class SharedStoreTests(PostgresServer server)
{
    private static readonly string[] Devices = ["cpu:0"];

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task What_one_silo_writes_every_silo_reads_from_its_own_store_also_when_the_first_is_dead()
    {
        await using var cluster = await StartAsync(3);
        foreach (var (i, silo) in cluster.Cluster.Silos.Index())
        {
            Assert.Empty(await silo.ServiceProvider.GetRequiredService<ITimelineWriter>().AppendAsync(0, [TestPosts.Event($"p{i}", at: TestPosts.Noon.AddMinutes(i)).ToEntry()], Token));
        }

        foreach (var silo in cluster.Cluster.Silos)
        {
            Assert.Equal(["p2", "p1", "p0"], (await silo.GrainFactory().GetGrain<IUserTimeline>("u1").Query(new TimelineQuery())).Items.Select(item => item.PostId));
        }

        await cluster.Cluster.KillSiloAsync(cluster.Cluster.Silos[0], Token);

        foreach (var silo in cluster.Cluster.Silos)
        {
            Assert.Equal(3, (await silo.GrainFactory().GetGrain<IUserTimeline>("u1").Query(new TimelineQuery())).Items.Length);
        }
    }

    [Fact]
    public async Task Posts_in_parts_spread_over_the_silos_and_an_erasure_reaches_them_all()
    {
        await using var cluster = await StartAsync(2);
        var waiting = new List<Task<PostOutcome>>();
        IEnumerable<int> Live() => cluster.Cluster.Silos.Select(silo => silo.ServiceProvider.GetRequiredService<LivePosts>().Of("gone").Count());

        // Placement goes by the silos' load, as each last told it: the first posts may all be on one.
        while (waiting.Count < 20 || Live().Contains(0))
        {
            waiting.Add(cluster.AddAsync(TestPosts.Words($"p{waiting.Count}", "words", "gone").Expecting("text", "image"), waiting.Count % 2));
            await Task.Delay(20, Token);
        }

        while (Live().Sum() < waiting.Count)
        {
            Assert.DoesNotContain(waiting, post => post.IsCompleted);
            await Task.Delay(20, Token);
        }

        await cluster.Client.GetGrain<IUserErasure>("gone").Erase(Token);

        Assert.All(await Task.WhenAll(waiting), outcome => Assert.Null(outcome.Event));
    }

    [Fact]
    public async Task A_silo_with_a_store_of_its_own_is_refused()
    {
        await using var cluster = await StartAsync(1);
        cluster.NextSiloSettings["Postgres:ConnectionString"] = await server.CreateDatabaseAsync();

        var error = await Record.ExceptionAsync(() => cluster.Cluster.StartAdditionalSiloAsync());

        Assert.Contains("Postgres:ConnectionString", error?.ToString(), StringComparison.Ordinal);
    }

    private async Task<MoodstreamCluster> StartAsync(int silos) => await MoodstreamCluster.StartAsync(
        [.. Enumerable.Repeat(Devices, silos)],
        settings: new()
        {
            ["Timeline:Store"] = "postgres",
            ["Timeline:Enabled"] = "true",
            ["Postgres:ConnectionString"] = await server.CreateDatabaseAsync(),
        });
}
