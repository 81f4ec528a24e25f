using Moodstream.Benchmarks.Competitors;

namespace Moodstream.Benchmarks.Cli;

/// <summary>Runs competitors in turn, round by round, so that what changes on the machine meets all of them.</summary>
internal static class Rounds
{
    /// <summary>Runs all rounds; a competitor that fails does not end them.</summary>
    /// <typeparam name="T">What a run gives.</typeparam>
    /// <param name="competitors">The competitors.</param>
    /// <param name="rounds">How many rounds.</param>
    /// <param name="run">Runs a competitor in a round.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <returns>What the runs gave, and those that failed, each in a sentence.</returns>
    public static async Task<(IReadOnlyList<T> Runs, IReadOnlyList<string> Failures)> RunAsync<T>(
        IReadOnlyList<ICompetitor> competitors, int rounds, Func<ICompetitor, int, CancellationToken, Task<T>> run, CancellationToken cancellationToken)
    {
        var (runs, failures) = (new List<T>(), new List<string>());
        for (var round = 1; round <= rounds; round++)
        {
            foreach (var competitor in competitors)
            {
                try
                {
                    runs.Add(await run(competitor, round, cancellationToken));
                }
                catch (BenchmarkException exception)
                {
                    failures.Add($"{competitor.Name}, round {round}: {exception.Message}");
                }
            }
        }

        return (runs, failures);
    }
}
