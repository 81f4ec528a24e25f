using System.Diagnostics;
using System.Globalization;
using System.Net.Sockets;
using Moodstream.Benchmarks.Brokers;
using Moodstream.Benchmarks.Processes;

namespace Moodstream.Benchmarks.Competitors.Silos;

/// <summary>Moodstream as a cluster of silos on this machine, which meet at a Redis server of their own; the first keeps the timelines.</summary>
/// <param name="name">Its name.</param>
/// <param name="silos">How many silos.</param>
/// <param name="silo">The program's DLL.</param>
/// <param name="model">The model to serve.</param>
internal sealed class SiloCluster(string name, int silos, string silo, string model) : ICompetitor
{
    private const string Redis = "redis-server";

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    /// <inheritdoc/>
    public string Name => name;

    /// <inheritdoc/>
    public string Description => $"Moodstream as {silos} silos on this machine; Redis for the membership";

    /// <inheritdoc/>
    public string? Obstacle => SiloProcess.Obstacle(silo)
        ?? (IsOnPath(Redis) ? null : $"silos meet at a Redis server, and there is no {Redis} on the path");

    /// <inheritdoc/>
    public async Task<RunningCompetitor> StartAsync(RunTopics topics, string folder, CancellationToken cancellationToken)
    {
        var port = SiloProcess.FreePort();
        var redis = ChildProcess.Start(Redis, new ProcessStartInfo(
            Redis, ["--bind", "127.0.0.1", "--port", port.ToString(CultureInfo.InvariantCulture), "--save", string.Empty, "--dir", folder]));
        try
        {
            await AnsweringAsync(port, cancellationToken);
            return RunningCompetitor.Together([.. Enumerable.Range(1, silos).Select(Start)], redis);
        }
        catch
        {
            await redis.DisposeAsync();
            throw;
        }

        RunningCompetitor Start(int number)
        {
            var own = Directory.CreateDirectory(Path.Combine(folder, number.ToString(CultureInfo.InvariantCulture))).FullName;
            return SiloProcess.Start(
                $"silo {number}", silo, model, topics, own,
                $"--Timeline:Enabled={number == 1}", "--Cluster:Membership=redis", $"--Cluster:Redis=127.0.0.1:{port}", $"--Cluster:ClusterId={topics.Group}",
                $"--Cluster:SiloName=silo-{number}", "--Cluster:AdvertisedAddress=127.0.0.1");
        }
    }

    private static bool IsOnPath(string program) =>
        (Environment.GetEnvironmentVariable("PATH") ?? string.Empty).Split(Path.PathSeparator).Any(folder => File.Exists(Path.Combine(folder, program)));

    private static async Task AnsweringAsync(int port, CancellationToken cancellationToken)
    {
        for (var deadline = DateTime.UtcNow + Patience; ;)
        {
            try
            {
                using var client = new TcpClient();
                await client.ConnectAsync("127.0.0.1", port, cancellationToken);
                return;
            }
            catch (SocketException) when (DateTime.UtcNow < deadline)
            {
                await Task.Delay(50, cancellationToken);
            }
        }
    }
}
