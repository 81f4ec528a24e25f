using Moodstream.Benchmarks.Brokers;

namespace Moodstream.Benchmarks.Measuring;

/// <summary>What surrounds one run of a competitor: topics and a folder of its own, a line that tells how it went, and clearing up.</summary>
/// <param name="broker">Gives the topics.</param>
/// <param name="log">Where progress is told.</param>
internal sealed class RunFrame(IBroker broker, TextWriter log)
{
    /// <summary>Does a run.</summary>
    /// <typeparam name="T">What it measures.</typeparam>
    /// <param name="competitor">Name of the competitor.</param>
    /// <param name="round">The round, from 1.</param>
    /// <param name="isFilled">Whether the posts are there before.</param>
    /// <param name="run">Measures, and says in a few words what.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <exception cref="BenchmarkException">The competitor did not do the whole job.</exception>
    public async Task<T> DoAsync<T>(
        string competitor, int round, bool isFilled, Func<RunTopics, string, Task<(T Run, string Summary)>> run, CancellationToken cancellationToken)
    {
        var topics = await broker.PrepareAsync($"r{round}-{competitor}", isFilled, cancellationToken);
        var folder = Directory.CreateTempSubdirectory("moodstream-bench-").FullName;
        try
        {
            log.Write($"round {round}, {competitor}: ");
            var (measured, summary) = await run(topics, folder);
            log.WriteLine(summary);
            return measured;
        }
        catch (BenchmarkException exception)
        {
            log.WriteLine($"FAILED: {exception.Message}");
            throw;
        }
        finally
        {
            await broker.ReleaseAsync(topics);
            Directory.Delete(folder, recursive: true);
        }
    }
}
