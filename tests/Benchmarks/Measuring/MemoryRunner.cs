using Moodstream.Benchmarks.Brokers;
using Moodstream.Benchmarks.Competitors;
using Moodstream.Benchmarks.Posts;

namespace Moodstream.Benchmarks.Measuring;

/// <summary>Measures the memory of a competitor that idles, meets a backlog, and idles again.</summary>
/// <param name="broker">Gives the topics.</param>
/// <param name="posts">The backlog.</param>
/// <param name="idle">How long it idles before its memory is read, before and after.</param>
/// <param name="log">Where progress is told.</param>
internal sealed class MemoryRunner(IBroker broker, PostBatch posts, TimeSpan idle, TextWriter log)
{
    /// <summary>Runs a competitor once.</summary>
    /// <param name="competitor">The competitor.</param>
    /// <param name="round">The round, from 1.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <exception cref="BenchmarkException">It did not do the whole job.</exception>
    public Task<MemoryRun> RunAsync(ICompetitor competitor, int round, CancellationToken cancellationToken) => new RunFrame(broker, log).DoAsync(
        competitor.Name,
        round,
        isFilled: false,
        async (topics, folder) =>
        {
            using var administrator = new TopicAdministrator(topics.Bootstrap);
            await using var running = await competitor.StartAsync(topics, folder, cancellationToken);
            var watch = new RunWatch(administrator, administrator.Partitions(topics.Events), running);
            await TopicFiller.FillAsync(topics.Bootstrap, topics.Posts, posts with { Count = 1 }, cancellationToken);
            await watch.FirstEventAsync(cancellationToken);
            await Task.Delay(idle, cancellationToken);
            var idleBytes = running.ResidentBytes;
            await TopicFiller.FillAsync(topics.Bootstrap, topics.Posts, posts, cancellationToken);
            await watch.LastEventAsync(posts.Count, cancellationToken);
            await Task.Delay(idle, cancellationToken);
            running.EnsureRuns();
            var run = new MemoryRun(competitor.Name, round, idleBytes, running.PeakResidentBytes, running.ResidentBytes);
            return (run, $"idle {run.IdleBytes / 1e6:N0} MB, peak {run.PeakBytes / 1e6:N0} MB, after {run.AfterBytes / 1e6:N0} MB");
        },
        cancellationToken);
}
