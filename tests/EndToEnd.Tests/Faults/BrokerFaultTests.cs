using System.Diagnostics;
using System.Net;
using Moodstream.EndToEnd.Tests.Harness;

namespace Moodstream.EndToEnd.Tests.Faults;

/// <summary>A broker that does not answer for a while costs no post, is told, and is not waited for once it is back.</summary>
[Trait("Category", "Process")]
public sealed class BrokerFaultTests
{
    private const int Timeout = 900_000;

    /// <summary>So few that the embedded broker, which keeps 5 MiB a partition, drops none of those that wait for it: what it drops unread is lost.</summary>
    private const int PostsPerSecond = 20;

    private static readonly TimeSpan Fresh = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan Back = TimeSpan.FromSeconds(10);

    [Fact(Timeout = Timeout)]
    public async Task While_the_broker_is_away_the_silo_says_so_and_what_waits_goes_out_as_soon_as_it_is_back()
    {
        SiloCluster.RequireLong();
        await using var cluster = await SiloCluster.CreateAsync(severalSilos: false);
        Assert.SkipWhen(cluster.Broker is null, "A server is not this test's to stop.");
        var silo = await cluster.StartAsync("a", "--Kafka:ConnectTimeoutMs=5000");
        await using var traffic = cluster.Traffic();
        traffic.Start(PostsPerSecond);
        await silo.UntilAsync(() => Task.FromResult(traffic.AllHeardWithin(Fresh)), "events of all partitions");

        await cluster.Broker.FreezeAsync();
        await silo.UntilAsync(async () => (await silo.StatusAsync())["kafka"]!["state"]!.ToString() == "retrying", "retrying");
        await silo.UntilAsync(
            async () => (await silo.Http.GetAsync(new Uri("health/ready", UriKind.Relative), TestContext.Current.CancellationToken)).StatusCode == HttpStatusCode.ServiceUnavailable,
            "not ready");
        await Task.Delay(TimeSpan.FromSeconds(90), TestContext.Current.CancellationToken);
        var kafka = (await silo.StatusAsync())["kafka"]!;
        Assert.NotEqual("running", kafka["state"]!.ToString());
        Assert.Contains(cluster.BootstrapServers, kafka["lastError"]!.ToString(), StringComparison.Ordinal);
        Assert.True(kafka["lastErrorAt"]!.GetValue<DateTimeOffset>() > DateTimeOffset.UtcNow.AddSeconds(-30));

        traffic.BeginMeasuring();
        var returned = Stopwatch.GetTimestamp();
        await cluster.Broker.ThawAsync();
        await silo.UntilAsync(() => Task.FromResult(traffic.AllHeardWithin(TimeSpan.FromTicks(Math.Min(Fresh.Ticks, Stopwatch.GetElapsedTime(returned).Ticks)))), "events of all partitions after the return");
        TestContext.Current.TestOutputHelper?.WriteLine($"events of all partitions {traffic.LongestSilence} after the return");
        Assert.InRange(traffic.LongestSilence, TimeSpan.Zero, Back);
        await traffic.StopSendingAsync();
        await cluster.VerifyAsync();
    }
}
