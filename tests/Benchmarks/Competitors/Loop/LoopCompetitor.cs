using Moodstream.Benchmarks.Brokers;
using Moodstream.TestKit;

namespace Moodstream.Benchmarks.Competitors.Loop;

/// <summary>The plain loop, in a process of its own.</summary>
/// <param name="model">The model's name.</param>
internal sealed class LoopCompetitor(string model) : ICompetitor
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
    public Task<RunningCompetitor> StartAsync(RunTopics topics, string folder, CancellationToken cancellationToken) =>
        Task.FromResult(new ChildOrder(Name, topics, Repository.Bundle(model), folder).Start());
}
