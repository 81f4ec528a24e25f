using System.Globalization;
using System.Net;
using System.Net.Sockets;
using Moodstream.Benchmarks.Brokers;
using Moodstream.Benchmarks.Processes;

namespace Moodstream.Benchmarks.Competitors.Silos;

/// <summary>Starts the program as the README does: all settings but those of the run are as they come.</summary>
internal static class SiloProcess
{
    private const string AllocatedMetric = "dotnet_gc_heap_total_allocated";

    private static readonly HttpClient Http = new();

    /// <summary>Starts a silo.</summary>
    /// <param name="name">What it is, for messages.</param>
    /// <param name="silo">The program's DLL.</param>
    /// <param name="model">The model to serve.</param>
    /// <param name="topics">Where posts come from and events go to.</param>
    /// <param name="folder">Its working folder, in which it keeps its timelines.</param>
    /// <param name="settings">Further settings: <c>--Section:Key=value</c>.</param>
    public static RunningCompetitor Start(string name, string silo, string model, RunTopics topics, string folder, params IEnumerable<string> settings)
    {
        var url = $"http://127.0.0.1:{FreePort()}";
        var process = ChildProcess.StartDotnet(
            name,
            silo,
            [
                $"--urls={url}",
                $"--Kafka:BootstrapServers={topics.Bootstrap}",
                $"--Kafka:PostsTopic={topics.Posts}",
                $"--Kafka:EventsTopic={topics.Events}",
                $"--Kafka:DeadLetterTopic={topics.DeadLetters}",
                $"--Kafka:GroupId={topics.Group}",
                $"--Models:Active={model}",
                .. settings,
            ],
            folder);
        return new RunningCompetitor([process], token => ReadAllocatedAsync(new Uri($"{url}/metrics"), token));
    }

    /// <summary>Why a silo cannot be started; null where it can.</summary>
    /// <param name="silo">The program's DLL.</param>
    public static string? Obstacle(string silo) => File.Exists(silo) ? null : $"{silo} is not there; build it by: dotnet build -c Release src/Silo";

    /// <summary>A port of 127.0.0.1 that nobody listens on.</summary>
    public static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }

    /// <summary>Reads the runtime's counter from <c>/metrics</c>: a line of name, labels in braces, value. Null where the silo does not answer yet.</summary>
    private static async Task<long?> ReadAllocatedAsync(Uri address, CancellationToken cancellationToken)
    {
        try
        {
            var metrics = await Http.GetStringAsync(address, cancellationToken);
            var line = metrics.Split('\n').FirstOrDefault(static line => line.StartsWith(AllocatedMetric, StringComparison.Ordinal));
            return line is null ? null : (long)double.Parse(line[(line.IndexOf('}', StringComparison.Ordinal) + 1)..].Trim().Split(' ')[0], CultureInfo.InvariantCulture);
        }
        catch (HttpRequestException)
        {
            return null;
        }
    }
}
