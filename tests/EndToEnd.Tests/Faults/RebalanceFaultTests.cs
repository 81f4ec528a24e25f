using System.Diagnostics;
using Moodstream.EndToEnd.Tests.Harness;
using Moodstream.TestKit.Postgres;

namespace Moodstream.EndToEnd.Tests.Faults;

/// <summary>Silos that come and go without end lose nothing.</summary>
[Trait("Category", "Process")]
public sealed class RebalanceFaultTests(PostgresServer server)
{
    private const int Timeout = 900_000;
    private const int PostsPerSecond = 60;

    private static readonly TimeSpan Fresh = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan Storm = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan Between = TimeSpan.FromSeconds(3);

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact(Timeout = Timeout)]
    public async Task While_silos_join_and_leave_for_a_minute_no_post_is_lost_and_no_partition_is_silent_for_long()
    {
        SiloCluster.RequireLong();
        await using var cluster = await SiloCluster.CreateAsync(severalSilos: true, await server.CreateDatabaseAsync());
        var steady = await cluster.StartAsync("a");
        await using var traffic = cluster.Traffic();
        traffic.Start(PostsPerSecond);
        await steady.UntilAsync(() => Task.FromResult(traffic.AllHeardWithin(Fresh)), "events of all partitions");
        traffic.BeginMeasuring();

        // Two that start while the other one serves, so that there is a change about every three seconds.
        var started = Stopwatch.GetTimestamp();
        var changes = await Task.WhenAll(ComeAndGoAsync(cluster, "b", started), ComeAndGoAsync(cluster, "c", started));

        await steady.UntilAsync(() => Task.FromResult(traffic.AllHeardWithin(Fresh)), "events of all partitions after the storm");
        TestContext.Current.TestOutputHelper?.WriteLine($"{changes.Sum()} changes of the group, longest silence {traffic.LongestSilence}");
        Assert.InRange(traffic.LongestSilence, TimeSpan.Zero, SiloCluster.LongestSilence);
        Assert.Equal(0, (long)(await steady.StatusAsync())["kafka"]!["gaps"]!);
        await traffic.StopSendingAsync();
        await cluster.VerifyAsync();
    }

    private static async Task<int> ComeAndGoAsync(SiloCluster cluster, string name, long started)
    {
        var changes = 0;
        while (Stopwatch.GetElapsedTime(started) < Storm)
        {
            var silo = await cluster.StartAsync(name);
            await Task.Delay(Between, Token);
            Assert.Equal(0, await silo.Program.TerminateAsync());
            changes += 2;
        }

        return changes;
    }
}
