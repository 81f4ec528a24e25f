using System.Diagnostics;
using System.Globalization;

namespace Moodstream.EndToEnd.Tests.Harness;

/// <summary>
/// Moodstream as operators run it: a broker of its own (a process, or the server that <c>KAFKA_BOOTSTRAP</c> names, with topics of this test's
/// own), Redis for the membership, or PostgreSQL for that and the timelines, silos as processes that the test may kill and stop, and one verifier for all of it.
/// </summary>
internal sealed class SiloCluster : IAsyncDisposable
{
    private const int Partitions = 12;

    private static readonly string? Server = Environment.GetEnvironmentVariable("KAFKA_BOOTSTRAP");
    private static readonly TimeSpan VerifyPatience = TimeSpan.FromMinutes(2);

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("moodstream-");
    private readonly string _id = Guid.NewGuid().ToString("N")[..8];
    private readonly Dictionary<string, RunningSilo> _silos = [];
    private readonly RedisProcess? _redis;
    private readonly string? _database;

    private SiloCluster(RedisProcess? redis, string? database, ProgramProcess? broker, string bootstrapServers)
    {
        _redis = redis;
        _database = database;
        Broker = broker;
        BootstrapServers = bootstrapServers;
    }

    /// <summary>Whether the long version of each test is wanted.</summary>
    public static bool IsLong { get; } = Environment.GetEnvironmentVariable("MOODSTREAM_LONG") == "1";

    /// <summary>Skips a test that waits for minutes, of which the tests of every day would become too long.</summary>
    public static void RequireLong() => Assert.SkipUnless(IsLong, "It waits for minutes; MOODSTREAM_LONG=1 runs it.");

    /// <summary>
    /// How long the partitions of a silo that is gone may be silent. The embedded broker waits for a session each time that a group changes, on top
    /// of the one in which the member is missed.
    /// </summary>
    public static TimeSpan LongestSilence { get; } = TimeSpan.FromSeconds(Server is null ? 20 : 10);

    public string BootstrapServers { get; }

    /// <summary>The broker's process; null where it is a server.</summary>
    public ProgramProcess? Broker { get; }

    public string PostsTopic => Server is null ? Topics.Posts : $"posts-{_id}";

    public string EventsTopic => Server is null ? Topics.Events : $"events-{_id}";

    public string DeadLetterTopic => Server is null ? Topics.DeadLetters : $"dlq-{_id}";

    private string[] KafkaSettings =>
    [
        $"--Kafka:BootstrapServers={BootstrapServers}", $"--Kafka:PostsTopic={PostsTopic}", $"--Kafka:EventsTopic={EventsTopic}",
        $"--Kafka:DeadLetterTopic={DeadLetterTopic}", $"--Kafka:GroupId=group-{_id}",
        string.Create(CultureInfo.InvariantCulture, $"--Kafka:Partitions={Partitions}"),
    ];

    /// <summary>Starts what silos need.</summary>
    /// <param name="severalSilos">Whether there will be more than one; skips the test where they could not find each other.</param>
    /// <param name="database">Connection string of an empty database of PostgreSQL that holds membership and timelines; null for Redis and the silo <c>a</c>.</param>
    public static async Task<SiloCluster> CreateAsync(bool severalSilos, string? database = null)
    {
        Bundle.Require();
        var redis = severalSilos && database is null ? await RedisProcess.StartAsync() : null;
        if (Server is not null)
        {
            return new SiloCluster(redis, database, null, Server);
        }

        var broker = ProgramProcess.Start(
            Path.GetTempPath(),
            "broker",
            string.Create(CultureInfo.InvariantCulture, $"--Kafka:Embedded:PostsPartitions={Partitions}"),
            "--Kafka:Embedded:EventsPartitions=16");
        return new SiloCluster(redis, database, broker, await broker.LineWithAsync("127.0.0.1:"));
    }

    /// <summary>Starts a silo, or starts it again in its folder; the silo <c>a</c> holds the timelines.</summary>
    public Task<RunningSilo> StartAsync(string name, params IEnumerable<string> args) => StartAsync(name, new Dictionary<string, string>(), args);

    /// <summary>Starts a silo, or starts it again in its folder, with variables in its environment.</summary>
    public async Task<RunningSilo> StartAsync(string name, IReadOnlyDictionary<string, string> environment, params IEnumerable<string> args)
    {
        string[] shared = [$"--Cluster:ClusterId={_id}", $"--Cluster:SiloName={name}", "--Cluster:AdvertisedAddress=127.0.0.1"];
        string[] membership = _database is not null ? ["--Cluster:Membership=postgres", "--Timeline:Store=postgres", $"--Postgres:ConnectionString={_database}", .. shared]
            : _redis is not null ? ["--Cluster:Membership=redis", $"--Cluster:Redis={_redis.Address}", $"--Timeline:Enabled={(name == "a" ? "true" : "false")}", .. shared]
            : [];
        var folder = _folder.CreateSubdirectory(name).FullName;
        var silo = await RunningSilo.StartAsync(folder, environment, [.. KafkaSettings, .. membership, .. Bundle.Argument(Bundle.Words, args), "--Parts:WindowMs=500", .. args]);
        if (_silos.Remove(name, out var before))
        {
            await before.DisposeAsync();
        }

        return _silos[name] = silo;
    }

    public Traffic Traffic() => new(BootstrapServers, PostsTopic, EventsTopic);

    /// <summary>Waits until <c>verify</c> finds every post accounted for, timelines included; fails with what it says where it never does.</summary>
    /// <returns>What it wrote.</returns>
    public async Task<string> VerifyAsync()
    {
        var started = Stopwatch.GetTimestamp();
        while (true)
        {
            await using var verify = ProgramProcess.Start(
                _folder.FullName, ["verify", .. KafkaSettings, $"--api={_silos.OrderBy(silo => silo.Key).First(silo => !silo.Value.Program.HasExited).Value.Http.BaseAddress}"]);
            var code = await verify.ExitAsync();
            if (code == 0)
            {
                Assert.StartsWith("ALL POSTS ACCOUNTED FOR", verify.Output, StringComparison.Ordinal);
                TestContext.Current.TestOutputHelper?.WriteLine(verify.Output);
                return verify.Output;
            }

            Assert.True(
                Stopwatch.GetElapsedTime(started) < VerifyPatience && verify.Output.Contains("not committed yet", StringComparison.Ordinal),
                $"{verify.Output}\n{string.Join('\n', verify.Errors)}");
        }
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var silo in _silos.Values)
        {
            await silo.DisposeAsync();
        }

        if (Broker is not null)
        {
            await Broker.DisposeAsync();
        }

        if (_redis is not null)
        {
            await _redis.DisposeAsync();
        }

        _folder.Delete(recursive: true);
    }
}
