using System.Diagnostics;
using Moodstream.EndToEnd.Tests.Harness;
using Moodstream.TestKit;

namespace Moodstream.EndToEnd.Tests.Faults;

/// <summary>Timelines that cannot be written for a while hold posts up, say so, and lose none.</summary>
[Trait("Category", "Process")]
public sealed class StoreFaultTests
{
    private const int Timeout = 600_000;
    private const int PostsPerSecond = 60;
    private const int DiskMegabytes = 200;

    /// <summary>Less than RocksDB would set aside for its log at once, so that the log has to ask for each block.</summary>
    private const int MegabytesAtFirst = 20;

    private static readonly TimeSpan Fresh = TimeSpan.FromSeconds(2);

    [Fact(Timeout = Timeout)]
    public async Task While_the_disk_under_the_timelines_is_full_posts_wait_and_go_on_by_themselves_when_there_is_room()
    {
        SiloCluster.RequireLong();
        await using var disk = await SmallDisk.MountAsync(DiskMegabytes);
        disk.Fill(MegabytesAtFirst);
        await using var cluster = await SiloCluster.CreateAsync(severalSilos: false);
        var silo = await cluster.StartAsync("a", $"--Timeline:Path={disk.Folder}/timeline");
        await using var traffic = cluster.Traffic();
        traffic.Start(PostsPerSecond);
        await silo.UntilAsync(() => Task.FromResult(traffic.AllHeardWithin(Fresh)), "events of all partitions");

        disk.Fill();
        await silo.UntilAsync(async () => (await KafkaAsync()).State == "retrying", "retrying");
        await silo.UntilAsync(async () => (await KafkaAsync()).LastError.Contains("is full", StringComparison.Ordinal), "the reason");
        Show($"while it is full: {await KafkaAsync()}");
        traffic.BeginMeasuring();
        await silo.UntilAsync(() => Task.FromResult(traffic.LongestSilence > TimeSpan.FromSeconds(10)), "a silence");
        var waiting = (await KafkaAsync()).Lag;
        Assert.InRange(waiting, PostsPerSecond, long.MaxValue);

        disk.Clear();
        var cleared = Stopwatch.GetTimestamp();
        await silo.UntilAsync(() => Task.FromResult(traffic.AllHeardWithin(Fresh)), "events of all partitions when there is room again");
        Show($"{waiting} posts waited; all partitions were heard of {Stopwatch.GetElapsedTime(cleared).TotalSeconds:0.0} s after there was room");
        await silo.UntilAsync(async () => (await KafkaAsync()).State == "running", "running");
        await traffic.StopSendingAsync();
        await cluster.VerifyAsync();

        async Task<(string State, string LastError, long Lag)> KafkaAsync()
        {
            var kafka = (await silo.StatusAsync())["kafka"]!;
            return (kafka["state"]!.ToString(), kafka["lastError"]?.ToString() ?? string.Empty, (long?)kafka["lag"] ?? 0);
        }
    }

    private static void Show(FormattableString line) => TestContext.Current.TestOutputHelper?.WriteLine(FormattableString.Invariant(line));
}
