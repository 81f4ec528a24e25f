using System.Globalization;
using System.Net;
using System.Net.Sockets;
using Moodstream.Benchmarks.Brokers;
using Moodstream.Benchmarks.Processes;

namespace Moodstream.Benchmarks.Competitors;

/// <summary>Moodstream as it ships and as the README starts it: delivery reports, commits, timelines, live feed, telemetry.</summary>
/// <param name="silo">The program's DLL.</param>
/// <param name="model">The model to serve.</param>
internal sealed class MoodstreamCompetitor(string silo, string model) : ICompetitor
{
    private const string AllocatedMetric = "dotnet_gc_heap_total_allocated";

    /// <inheritdoc/>
    public string Name => "moodstream";

    /// <inheritdoc/>
    public string Description => "Moodstream whole, as the README starts it";

    /// <inheritdoc/>
    public string? Obstacle => File.Exists(silo) ? null : $"{silo} is not there; build it by: dotnet build -c Release src/Silo";

    /// <inheritdoc/>
    public Task<RunningCompetitor> StartAsync(RunTopics topics, string folder, CancellationToken cancellationToken)
    {
        var url = $"http://127.0.0.1:{FreePort()}";
        var process = ChildProcess.StartDotnet(Name, silo, Arguments(topics, url), folder);
        var http = new HttpClient { BaseAddress = new Uri(url) };
        return Task.FromResult(new RunningCompetitor([process], token => ReadAllocatedAsync(http, token)));
    }

    /// <summary>The settings of a run; all others are as they come.</summary>
    private IEnumerable<string> Arguments(RunTopics topics, string url) =>
    [
        $"--urls={url}",
        $"--Kafka:BootstrapServers={topics.Bootstrap}",
        $"--Kafka:PostsTopic={topics.Posts}",
        $"--Kafka:EventsTopic={topics.Events}",
        $"--Kafka:DeadLetterTopic={topics.DeadLetters}",
        $"--Kafka:GroupId={topics.Group}",
        $"--Models:Active={model}",
    ];

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }

    private static async Task<long?> ReadAllocatedAsync(HttpClient http, CancellationToken cancellationToken)
    {
        var metrics = await http.GetStringAsync(new Uri("/metrics", UriKind.Relative), cancellationToken);
        var line = metrics.Split('\n').FirstOrDefault(static line => line.StartsWith(AllocatedMetric, StringComparison.Ordinal));
        return line is null ? null : (long)double.Parse(line.Split(' ')[1], CultureInfo.InvariantCulture);
    }
}
