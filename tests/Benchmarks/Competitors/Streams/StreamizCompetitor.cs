using Moodstream.Benchmarks.Brokers;
using Moodstream.TestKit;

namespace Moodstream.Benchmarks.Competitors.Streams;

/// <summary>Kafka Streams for .NET (Streamiz) with the same classifier, in a process of its own. It keeps no rows.</summary>
/// <param name="model">The model's name.</param>
internal sealed class StreamizCompetitor(string model) : ICompetitor
{
    /// <summary>Its name.</summary>
    public const string StreamizName = "streamiz";

    /// <inheritdoc/>
    public string Name => StreamizName;

    /// <inheritdoc/>
    public string Description => "Streamiz.Kafka.Net: a topology of one step, a thread a core, at least once; no timeline";

    /// <inheritdoc/>
    public string? Obstacle => null;

    /// <inheritdoc/>
    public Task<RunningCompetitor> StartAsync(RunTopics topics, string folder, CancellationToken cancellationToken) =>
        Task.FromResult(new ChildOrder(Name, topics, Repository.Bundle(model), folder).Start());
}
