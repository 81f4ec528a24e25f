using Moodstream.Benchmarks.Brokers;

namespace Moodstream.Benchmarks.Competitors;

/// <summary>A way to do the job: posts in, emotion events out.</summary>
internal interface ICompetitor
{
    /// <summary>Its name on the command line and in tables.</summary>
    string Name { get; }

    /// <summary>What it is, in a sentence.</summary>
    string Description { get; }

    /// <summary>Why it cannot run here; null where it can.</summary>
    string? Obstacle { get; }

    /// <summary>Whether it reads posts from the topic and commits them; else it makes them itself, and can only be measured over a fixed number.</summary>
    bool ReadsTopic => true;

    /// <summary>Starts it; it reads posts as soon as it can.</summary>
    /// <param name="topics">Where from and where to.</param>
    /// <param name="folder">An empty folder for what it stores.</param>
    /// <param name="cancellationToken">Gives up.</param>
    Task<RunningCompetitor> StartAsync(RunTopics topics, string folder, CancellationToken cancellationToken);
}
