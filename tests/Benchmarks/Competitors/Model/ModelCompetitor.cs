using Moodstream.Benchmarks.Brokers;
using Moodstream.Benchmarks.Posts;
using Moodstream.TestKit;

namespace Moodstream.Benchmarks.Competitors.Model;

/// <summary>The model alone, in a process of its own: what no flow around it can exceed.</summary>
/// <param name="model">The model's name.</param>
/// <param name="posts">The posts.</param>
internal sealed class ModelCompetitor(string model, PostBatch posts) : ICompetitor
{
    /// <summary>Its name.</summary>
    public const string ModelName = "model";

    /// <inheritdoc/>
    public string Name => ModelName;

    /// <inheritdoc/>
    public string Description => "the model alone: posts from memory, classified on all cores, nothing stored";

    /// <inheritdoc/>
    public string? Obstacle => null;

    /// <inheritdoc/>
    public bool ReadsTopic => false;

    /// <inheritdoc/>
    public Task<RunningCompetitor> StartAsync(RunTopics topics, string folder, CancellationToken cancellationToken) =>
        Task.FromResult(new ChildOrder(Name, topics, Repository.Bundle(model), folder, posts.Load.Kind, posts.Load.Users, posts.Count).Start());
}
