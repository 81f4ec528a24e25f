using System.Globalization;
using Moodstream.Benchmarks.Brokers;
using Moodstream.Benchmarks.Processes;
using Moodstream.TestKit;

namespace Moodstream.Benchmarks.Competitors;

/// <summary>The plain loop, in a process of its own.</summary>
/// <param name="model">The model's name.</param>
/// <param name="batchSize">Most posts in a batch.</param>
internal sealed class LoopCompetitor(string model, int batchSize) : ICompetitor
{
    /// <summary>Its name.</summary>
    public const string LoopName = "loop";

    /// <inheritdoc/>
    public string Name => LoopName;

    /// <inheritdoc/>
    public string Description => "a plain loop: consume, parse, classify, store, produce, commit, in batches";

    /// <inheritdoc/>
    public string? Obstacle => null;

    /// <inheritdoc/>
    public Task<RunningCompetitor> StartAsync(RunTopics topics, string folder, CancellationToken cancellationToken)
    {
        var process = ChildProcess.StartDotnet(
            Name,
            typeof(LoopCompetitor).Assembly.Location,
            [
                "compete", Name, topics.Bootstrap, topics.Posts, topics.Events, topics.Group,
                Repository.Bundle(model), folder, batchSize.ToString(CultureInfo.InvariantCulture),
            ],
            folder,
            // As measured: with the collector of a server, and with one on a thread of its own, it is slower.
            new Dictionary<string, string> { ["DOTNET_gcServer"] = "0", ["DOTNET_gcConcurrent"] = "0" });
        return Task.FromResult(new RunningCompetitor(
            [process], async token => long.Parse(await process.AskAsync("allocated", token), CultureInfo.InvariantCulture)));
    }
}
