using Moodstream.EndToEnd.Tests.Harness;

namespace Moodstream.EndToEnd.Tests.Faults;

/// <summary>Silos that are killed, or stand still, lose nothing, keep nobody waiting for long, and say nothing twice in different words.</summary>
[Trait("Category", "Process")]
public sealed class SiloFaultTests
{
    private const int Timeout = 900_000;
    private const int PostsPerSecond = 60;

    private static readonly TimeSpan Fresh = TimeSpan.FromSeconds(2);

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact(Timeout = Timeout)]
    public async Task Silos_that_are_killed_in_mid_stream_lose_nothing_and_the_others_take_over_in_time()
    {
        await using var cluster = await SiloCluster.CreateAsync(severalSilos: true);
        var keeper = await cluster.StartAsync("a");
        var other = await cluster.StartAsync("b");
        await using var traffic = cluster.Traffic();
        traffic.Start(PostsPerSecond);
        for (var round = 0; round < (SiloCluster.IsLong ? 5 : 1); round++)
        {
            await keeper.UntilAsync(() => Task.FromResult(traffic.AllHeardWithin(Fresh)), "events of all partitions");
            traffic.BeginMeasuring();
            await other.Program.KillAsync();
            await keeper.UntilAsync(() => Task.FromResult(traffic.LongestSilence > Fresh), "a silence");
            await keeper.UntilAsync(() => Task.FromResult(traffic.AllHeardWithin(Fresh)), "events of all partitions after the kill");
            Show($"round {round}: longest silence after the kill {traffic.LongestSilence.TotalSeconds:0.0} s");
            Assert.InRange(traffic.LongestSilence, TimeSpan.Zero, SiloCluster.LongestSilence);
            other = await cluster.StartAsync("b");
        }

        await keeper.Program.KillAsync();
        await cluster.StartAsync("a");
        await traffic.StopSendingAsync();

        await cluster.VerifyAsync();
    }

    [Theory(Timeout = Timeout)]
    [InlineData("b")]
    [InlineData("a")]
    public async Task A_silo_that_stood_still_for_longer_than_its_session_writes_nothing_that_others_have_passed(string name)
    {
        SiloCluster.RequireLong();
        await using var cluster = await SiloCluster.CreateAsync(severalSilos: true);
        Dictionary<string, RunningSilo> silos = new() { ["a"] = await cluster.StartAsync("a"), ["b"] = await cluster.StartAsync("b") };
        var frozen = silos[name];
        var other = silos[name == "a" ? "b" : "a"];
        await using var traffic = cluster.Traffic();
        traffic.Start(PostsPerSecond);
        await other.UntilAsync(() => Task.FromResult(traffic.AllHeardWithin(Fresh)), "events of all partitions");

        traffic.BeginMeasuring();
        await frozen.Program.FreezeAsync();
        await Task.Delay(TimeSpan.FromSeconds(30), Token);
        if (name == "b")
        {
            Show($"longest silence while it stood still {traffic.LongestSilence.TotalSeconds:0.0} s");
            Assert.InRange(traffic.LongestSilence, TimeSpan.Zero, SiloCluster.LongestSilence);
        }

        await frozen.Program.ThawAsync();

        // The cluster has declared it dead: it ends by itself, and whoever watches over it starts it again.
        await frozen.Program.ExitAsync();
        await cluster.StartAsync(name);
        await other.UntilAsync(() => Task.FromResult(traffic.AllHeardWithin(Fresh)), "events of all partitions after it came back");
        await traffic.StopSendingAsync();
        await cluster.VerifyAsync();
    }

    private static void Show(FormattableString line) => TestContext.Current.TestOutputHelper?.WriteLine(FormattableString.Invariant(line));
}
