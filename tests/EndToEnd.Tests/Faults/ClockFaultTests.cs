using Moodstream.EndToEnd.Tests.Harness;
using Moodstream.TestKit.Postgres;

namespace Moodstream.EndToEnd.Tests.Faults;

/// <summary>Silos whose clocks are minutes apart lose nothing and do not take each other for dead.</summary>
[Trait("Category", "Process")]
public sealed class ClockFaultTests(PostgresServer server)
{
    private const int Timeout = 600_000;
    private const int PostsPerSecond = 20;

    private static readonly TimeSpan Fresh = TimeSpan.FromSeconds(2);

    /// <summary>Longer than the silos need to declare one dead that does not answer.</summary>
    private static readonly TimeSpan Together = TimeSpan.FromSeconds(20);

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory(Timeout = Timeout)]
    [InlineData(300)]
    [InlineData(-300)]
    public async Task A_silo_whose_clock_goes_five_minutes_off_loses_nothing_also_when_it_dies_and_joins_again_when_it_is_right(int seconds)
    {
        SiloCluster.RequireLong();
        var off = TimeSpan.FromSeconds(seconds);

        // Of a clock that is set back, Kafka's client may go on waiting for times that were near: the group then takes the silo for one that stands still.
        var goesOn = seconds > 0;
        using var clock = await ShiftedClock.MakeAsync();
        await using var cluster = await SiloCluster.CreateAsync(severalSilos: true, await server.CreateDatabaseAsync());
        var right = await cluster.StartAsync("a");
        var wrong = await cluster.StartAsync("b", clock.Environment);
        await using var traffic = cluster.Traffic();
        traffic.Start(PostsPerSecond);
        await right.UntilAsync(() => Task.FromResult(traffic.AllHeardWithin(Fresh)), "events of all partitions");

        traffic.BeginMeasuring();
        clock.Shift(off);
        await Task.Delay(Together, Token);
        Assert.False(wrong.Program.HasExited || right.Program.HasExited);
        await right.UntilAsync(() => Task.FromResult(traffic.AllHeardWithin(Fresh)), "events of all partitions while the clock is off");
        Show($"longest silence of the two {traffic.LongestSilence.TotalSeconds:0.0} s");
        Assert.InRange(traffic.LongestSilence, TimeSpan.Zero, SiloCluster.LongestSilence);
        using (var topics = new Topics(cluster.BootstrapServers))
        {
            var there = DateTimeOffset.UtcNow + off;
            var byWrong = (await topics.ReadAllAsync(cluster.EventsTopic)).Count(message => (message.Emotion().ClassifiedAt - there).Duration() < off.Duration() / 2);
            Show($"{byWrong} events by the clock that is off");
            Assert.True(!goesOn || byWrong > 0, "The clock was not off.");
        }

        traffic.BeginMeasuring();
        await wrong.Program.KillAsync();
        await right.UntilAsync(() => Task.FromResult(!goesOn || traffic.LongestSilence > Fresh), "a silence");
        await right.UntilAsync(() => Task.FromResult(traffic.AllHeardWithin(Fresh)), "events of all partitions after the kill");
        Show($"longest silence after the kill {traffic.LongestSilence.TotalSeconds:0.0} s");
        Assert.InRange(traffic.LongestSilence, TimeSpan.Zero, SiloCluster.LongestSilence);

        var refused = await Assert.ThrowsAnyAsync<Exception>(() => cluster.StartAsync("b", clock.Environment));
        Assert.Contains("The clock of this silo is", refused.Message, StringComparison.Ordinal);
        clock.Shift(TimeSpan.Zero);
        await cluster.StartAsync("b", clock.Environment);
        await right.UntilAsync(() => Task.FromResult(traffic.AllHeardWithin(Fresh)), "events of all partitions after it came back");
        await traffic.StopSendingAsync();
        await cluster.VerifyAsync();
        using var letters = new Topics(cluster.BootstrapServers);
        Assert.Empty((await letters.ReadAllAsync(cluster.DeadLetterTopic)).Select(static letter => letter.Header("moodstream.error.message")));
    }

    private static void Show(FormattableString line) => TestContext.Current.TestOutputHelper?.WriteLine(FormattableString.Invariant(line));
}
