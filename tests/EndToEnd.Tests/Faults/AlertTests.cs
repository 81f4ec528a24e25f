using System.Diagnostics;
using System.Globalization;
using System.Text.RegularExpressions;
using Moodstream.EndToEnd.Tests.Harness;
using Moodstream.TestKit;

namespace Moodstream.EndToEnd.Tests.Faults;

/// <summary>Faults of a running silo make the alerts fire that are meant for them, and no others.</summary>
[Trait("Category", "Process")]
public sealed partial class AlertTests
{
    private const int Timeout = 240_000;
    private const int BadPictures = 30;
    private const int HappyPosts = 700;

    /// <summary>More than an alert takes for a backlog.</summary>
    private const int Flood = 12_000;

    private const int ManyPictures = 400;
    private const int DiskMegabytes = 200;

    /// <summary>Less than RocksDB would set aside for its log at once, so that the log has to ask for each block.</summary>
    private const int MegabytesAtFirst = 20;

    /// <summary>Longer than an event may take.</summary>
    private static readonly TimeSpan Late = TimeSpan.FromSeconds(11);

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact(Timeout = Timeout)]
    public async Task Dead_letters_drift_lost_posts_and_a_silent_Kafka_are_told_apart()
    {
        Promtool.Require();
        await using var cluster = await SiloCluster.CreateAsync(severalSilos: false);
        Assert.SkipWhen(cluster.Broker is null, "A server is not this test's to stop.");
        using var folder = new TemporaryFolder();
        using var topics = new Topics(cluster.BootstrapServers);
        var promtool = new Promtool(folder.Path);
        var silo = await cluster.StartAsync("a");
        var fresh = await PageAsync(silo, static page => page.Contains("moodstream_consumer_lag{", StringComparison.Ordinal));

        await topics.SendAsync(Enumerable.Range(0, BadPictures).Select(static i => new TestPost($"bad-{i}", $"u{i}", Image: [1, 2, 3, 4])));
        var refused = await PageAsync(silo, static page => Sum(page, "moodstream_deadletters_total") == BadPictures);
        await promtool.FiresAsync(fresh, refused, 3, "DeadLetters", "PicturesRefused");

        await topics.SendAsync(Enumerable.Range(0, HappyPosts).Select(static i => new TestPost($"happy-{i}", $"u{i}", "I am so happy and I love it")));
        var happy = await PageAsync(silo, static page => Sum(page, "moodstream_events_emotions_total") == HappyPosts);
        Assert.True(Sum(happy, "moodstream_drift_mix") > 0.3, happy);
        await promtool.FiresAsync(refused, happy, 70, "MixDrifted", "ConfidenceDrifted");

        // More than the embedded broker keeps of a partition, while nobody reads.
        Assert.Equal(0, await silo.Program.TerminateAsync());
        var words = new string('x', 39_000);
        await topics.SendAsync(Enumerable.Range(0, 250).Select(i => new TestPost($"flood-{i}", "u1", words)));
        silo = await cluster.StartAsync("a", "--Kafka:ConnectTimeoutMs=2000");
        var lost = await PageAsync(silo, static page => Sum(page, "moodstream_consumer_gap_offsets_total") > 0);
        await promtool.FiresAsync(happy, lost, 3, "PostsLost");

        await cluster.Broker.FreezeAsync();
        var silent = await PageAsync(silo, static page => Sum(page, "moodstream_kafka_silent") == 1);
        await promtool.FiresAsync(lost, silent, 3, "KafkaSilent");
        await cluster.Broker.ThawAsync();
        await PageAsync(silo, static page => Sum(page, "moodstream_kafka_silent") == 0);
    }

    [Fact(Timeout = Timeout)]
    public async Task Calls_that_fail_posts_that_wait_and_come_late_and_a_silo_that_is_gone_are_told_apart()
    {
        Promtool.Require();
        await using var disk = await SmallDisk.MountAsync(DiskMegabytes);
        disk.Fill(MegabytesAtFirst);
        await using var cluster = await SiloCluster.CreateAsync(severalSilos: false);
        using var folder = new TemporaryFolder();
        using var topics = new Topics(cluster.BootstrapServers);
        var promtool = new Promtool(folder.Path);
        var silo = await cluster.StartAsync("a", $"--Timeline:Path={disk.Folder}/timeline");
        var fresh = await PageAsync(silo, static page => page.Contains("moodstream_consumer_lag{", StringComparison.Ordinal));

        disk.Fill();
        await topics.SendAsync(cluster.PostsTopic, TestPost.Many("first", HappyPosts));
        var failing = await AnyPageAsync(silo, static page => Sum(page, "moodstream_retrying") > 0);
        await promtool.FiresAsync(fresh, failing, 7, "CallsFailing");

        var sent = Stopwatch.GetTimestamp();
        await topics.SendAsync(cluster.PostsTopic, TestPost.Many("flood", Flood));
        var waiting = await AnyPageAsync(silo, static page => Sum(page, "moodstream_consumer_lag") >= Flood);
        await promtool.FiresAsync(fresh, waiting, 12, "CallsFailing", "PostsNotRead");
        await promtool.FiresOnTheWayAsync(fresh, waiting, 90, "CallsFailing", "LagGrowing");

        await silo.UntilAsync(() => Task.FromResult(Stopwatch.GetElapsedTime(sent) > Late), "posts that are late");
        disk.Clear();
        var late = await PageAsync(silo, static page => Sum(page, "moodstream_events_emotions_total") == HappyPosts + Flood);
        await promtool.FiresOnTheWayAsync(fresh, late, 30, "EventsLate");

        Assert.Equal(0, await silo.Program.TerminateAsync());
        await Assert.ThrowsAsync<HttpRequestException>(() => silo.Http.GetStringAsync(new Uri("metrics", UriKind.Relative), Token));
        await promtool.FiresAsync($"{late}\nup 1", "up 0", 3, "SiloDown");

        silo = await cluster.StartAsync("a", "--Ingest:Enabled=false");
        var unread = await AnyPageAsync(silo, static page => page.Contains("moodstream_model_active{", StringComparison.Ordinal));
        await promtool.FiresAsync(fresh, unread, 12, "PostsNotRead");
    }

    [Fact(Timeout = Timeout)]
    public async Task Devices_that_are_busy_and_silos_that_serve_different_models_are_told()
    {
        Promtool.Require();
        await using var place = new Workplace();
        var promtool = new Promtool(place.Folder);
        var silo = await place.StartSiloAsync("--Ingest:MaxBatchesInFlight=50");
        var fresh = await PageAsync(silo, static page => page.Contains("moodstream_consumer_lag{", StringComparison.Ordinal));

        var picture = Pictures.Jpeg(width: 640, height: 480);
        await place.Topics.SendAsync(Enumerable.Range(0, ManyPictures).Select(i => new TestPost($"picture-{i}", $"u{i}", Image: picture)));
        var busy = await AnyPageAsync(silo, static page => Sum(page, "moodstream_device_waiting") > 0);
        await promtool.FiresOnTheWayAsync(fresh, busy, 20, "DevicesBusy");

        var models = Path.Combine(place.Folder, "models");
        Bundle.Copy(Bundle.Words, Path.Combine(models, "other"));
        var other = await place.StartSiloAsync($"--Models:Path={models}", "--Models:Active=other", "--Ingest:Enabled=false", $"--Timeline:Path={Path.Combine(place.Folder, "other")}");
        var active = (await AnyPageAsync(other, static page => page.Contains("moodstream_model_active{", StringComparison.Ordinal)))
            .Split('\n').First(static line => line.StartsWith("moodstream_model_active{", StringComparison.Ordinal));
        await promtool.FiresAsync(fresh, $"{fresh}\n{active}", 12, "ModelsDiffer");
    }

    /// <summary>The page of metrics, once it shows a state and nothing waits.</summary>
    private static Task<string> PageAsync(RunningSilo silo, Func<string, bool> state) =>
        // What is finished is committed a moment later.
        AnyPageAsync(silo, page => state(page) && Sum(page, "moodstream_consumer_lag") == 0);

    /// <summary>The page of metrics, once it shows a state.</summary>
    private static async Task<string> AnyPageAsync(RunningSilo silo, Func<string, bool> state)
    {
        var page = string.Empty;
        await silo.UntilAsync(
            async () =>
            {
                page = await silo.Http.GetStringAsync(new Uri("metrics", UriKind.Relative), Token);
                return state(page);
            },
            "the metrics that were waited for");
        return page;
    }

    private static double Sum(string page, string name) => Samples().Matches(page)
        .Where(sample => sample.Groups[1].Value == name)
        .Sum(static sample => double.Parse(sample.Groups[2].Value, CultureInfo.InvariantCulture));

    [GeneratedRegex(@"^(\w+)(?:\{[^}]*\})? (\S+)", RegexOptions.Multiline)]
    private static partial Regex Samples();
}
