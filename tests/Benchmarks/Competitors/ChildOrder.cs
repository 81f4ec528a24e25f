using System.Globalization;
using System.Text.Json;
using Moodstream.Benchmarks.Brokers;
using Moodstream.Benchmarks.Posts;
using Moodstream.Benchmarks.Processes;

namespace Moodstream.Benchmarks.Competitors;

/// <summary>What a child process of the benchmark is to do.</summary>
/// <param name="Competitor">Name of the competitor that it is.</param>
/// <param name="Topics">Where posts come from and events go to.</param>
/// <param name="Bundle">Folder of the model.</param>
/// <param name="Folder">Folder for what it stores.</param>
/// <param name="Kind">What posts bring; for one that makes them itself.</param>
/// <param name="Users">How many users write them; likewise.</param>
/// <param name="Posts">How many posts; likewise.</param>
internal sealed record ChildOrder(string Competitor, RunTopics Topics, string Bundle, string Folder, LoadKind Kind = default, int Users = 1, int Posts = 0)
{
    /// <summary>The command that a child process runs.</summary>
    public const string Verb = "compete";

    /// <summary>
    /// The runtime's settings that measured best for the plain loop. Its garbage collector: no thread of its own, which only takes time, and a
    /// youngest generation of 64 MiB, which saves collections. Its compiler: calls are counted at once, and many make a method hot, as in a silo.
    /// </summary>
    private static readonly Dictionary<string, string> Runtime = new()
    {
        ["DOTNET_gcServer"] = "0",
        ["DOTNET_gcConcurrent"] = "0",
        ["DOTNET_GCgen0size"] = "0x4000000",
        ["DOTNET_TC_CallCountingDelayMs"] = "0",
        ["DOTNET_TC_CallCountThreshold"] = "0x7D0",
    };

    /// <summary>Reads an order.</summary>
    /// <param name="json">What <see cref="Start"/> wrote.</param>
    public static ChildOrder Read(string json) => JsonSerializer.Deserialize<ChildOrder>(json)!;

    /// <summary>Starts a process that carries it out.</summary>
    public RunningCompetitor Start()
    {
        var process = ChildProcess.StartDotnet(Competitor, typeof(ChildOrder).Assembly.Location, [Verb, JsonSerializer.Serialize(this)], Folder, Runtime);
        return new RunningCompetitor([process], async token => long.Parse(await process.AskAsync("allocated", token), CultureInfo.InvariantCulture));
    }
}
