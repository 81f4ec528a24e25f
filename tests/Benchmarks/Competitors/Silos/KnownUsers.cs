using Moodstream.Benchmarks.Brokers;
using Moodstream.Benchmarks.Loads;

namespace Moodstream.Benchmarks.Competitors.Silos;

/// <summary>Moodstream as it ships, whose timelines already hold a row of each of many users.</summary>
/// <param name="silo">The program's DLL.</param>
/// <param name="model">The model to serve.</param>
/// <param name="users">How many users.</param>
internal sealed class KnownUsers(string silo, string model, int users) : ICompetitor
{
    private const string Timelines = "timeline";

    /// <inheritdoc/>
    public string Name => "known-users";

    /// <inheritdoc/>
    public string Description => $"Moodstream whole, with timelines of {users:N0} users before the first post";

    /// <inheritdoc/>
    public string? Obstacle => SiloProcess.Obstacle(silo);

    /// <inheritdoc/>
    public async Task<RunningCompetitor> StartAsync(RunTopics topics, string folder, CancellationToken cancellationToken)
    {
        var timelines = Path.Combine(folder, Timelines);
        await TimelineRows.FillSettledAsync(timelines, users, cancellationToken);
        return SiloProcess.Start(Name, silo, model, topics, folder, $"--Timeline:Path={timelines}");
    }
}
