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

    /// <summary>The page of metrics, once it shows a state.</summary>
    private static async Task<string> PageAsync(RunningSilo silo, Func<string, bool> state)
    {
        var page = string.Empty;
        await silo.UntilAsync(
            async () =>
            {
                page = await silo.Http.GetStringAsync(new Uri("metrics", UriKind.Relative), Token);
                // What is finished is committed a moment later.
                return state(page) && Sum(page, "moodstream_consumer_lag") == 0;
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
