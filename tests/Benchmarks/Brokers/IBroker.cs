namespace Moodstream.Benchmarks.Brokers;

/// <summary>Gives every run the same posts, and topics of its own for what comes out.</summary>
internal interface IBroker : IAsyncDisposable
{
    /// <summary>What it is, for the report.</summary>
    string Description { get; }

    /// <summary>Makes topics ready for a run.</summary>
    /// <param name="run">Names the run, in letters, digits and hyphens.</param>
    /// <param name="isFilled">Whether the posts topic holds the posts already; else it is empty, and the run's own.</param>
    /// <param name="cancellationToken">Gives up.</param>
    Task<RunTopics> PrepareAsync(string run, bool isFilled, CancellationToken cancellationToken);

    /// <summary>Clears away what a run left.</summary>
    /// <param name="topics">The topics of the run.</param>
    Task ReleaseAsync(RunTopics topics);
}
