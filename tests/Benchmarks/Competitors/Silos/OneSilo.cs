using Moodstream.Benchmarks.Brokers;

namespace Moodstream.Benchmarks.Competitors.Silos;

/// <summary>Moodstream as it ships: delivery reports, commits, timelines, live feed, telemetry.</summary>
/// <param name="silo">The program's DLL.</param>
/// <param name="model">The model to serve.</param>
internal sealed class OneSilo(string silo, string model) : ICompetitor
{
    /// <inheritdoc/>
    public string Name => "moodstream";

    /// <inheritdoc/>
    public string Description => "Moodstream whole, as the README starts it";

    /// <inheritdoc/>
    public string? Obstacle => SiloProcess.Obstacle(silo);

    /// <inheritdoc/>
    public Task<RunningCompetitor> StartAsync(RunTopics topics, string folder, CancellationToken cancellationToken) =>
        Task.FromResult(SiloProcess.Start(Name, silo, model, topics, folder));
}
