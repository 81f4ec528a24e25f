using Moodstream.Benchmarks.Brokers;
using Moodstream.Benchmarks.Competitors;

namespace Moodstream.Benchmarks.Measuring;

/// <summary>Runs a competitor over the posts and checks that it did the whole job.</summary>
/// <param name="broker">Gives the topics.</param>
/// <param name="posts">How many posts the topic has.</param>
/// <param name="coldSeconds">How long a competitor counts as cold, from its first event.</param>
/// <param name="settle">How long after the last event its memory is read again.</param>
/// <param name="log">Where progress is told.</param>
internal sealed class FlowRunner(IBroker broker, int posts, double coldSeconds, TimeSpan settle, TextWriter log)
{
    /// <summary>Share of posts whose emotion may differ between competitors: batches of other sizes round otherwise.</summary>
    private const double MostDifferences = 0.001;

    private static readonly TimeSpan CommitPatience = TimeSpan.FromSeconds(15);

    private EventLedger? _first;

    /// <summary>Runs a competitor once.</summary>
    /// <param name="competitor">The competitor.</param>
    /// <param name="round">The round, from 1.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <exception cref="BenchmarkException">It did not do the whole job.</exception>
    public Task<FlowRun> RunAsync(ICompetitor competitor, int round, CancellationToken cancellationToken) => new RunFrame(broker, log).DoAsync(
        competitor.Name,
        round,
        isFilled: true,
        async (topics, folder) =>
        {
            var run = await RunAsync(competitor, round, topics, folder, cancellationToken);
            return (
                run,
                $"{run.Whole.Rate:N1} posts/s, {run.Whole.CpuMicroseconds:N1} µs of CPU a post; warm {run.Warm?.Rate:N1}, {run.Warm?.CpuMicroseconds:N1}");
        },
        cancellationToken);

    private async Task<FlowRun> RunAsync(ICompetitor competitor, int round, RunTopics topics, string folder, CancellationToken cancellationToken)
    {
        using var administrator = new TopicAdministrator(topics.Bootstrap);
        var partitions = administrator.Partitions(topics.Events);
        await using var running = await competitor.StartAsync(topics, folder, cancellationToken);
        var watch = new RunWatch(administrator, partitions, running);
        var startSeconds = await watch.FirstEventAsync(cancellationToken);
        var allocatedBefore = await running.AllocatedBytesAsync(cancellationToken);
        await watch.LastEventAsync(posts, cancellationToken);
        var allocatedAfter = await running.AllocatedBytesAsync(cancellationToken);
        if (competitor.ReadsTopic)
        {
            await new GroupOffsets(topics).EnsureAllCommittedAsync(CommitPatience, cancellationToken);
        }

        await Task.Delay(settle, cancellationToken);
        running.EnsureRuns();
        var (settled, peak) = (running.ResidentBytes, running.PeakResidentBytes);
        var ledger = await CheckAsync(administrator, topics, cancellationToken);

        var samples = watch.Samples;
        var (first, last) = (samples[0], samples[^1]);
        var warmFrom = Math.Min(first.Seconds + coldSeconds, (first.Seconds + last.Seconds) / 2);
        var turn = samples.First(sample => sample.Seconds >= warmFrom);
        var whole = Stretch.Between(first, last) ?? throw new BenchmarkException("All events came at once; take more posts.");
        return new FlowRun
        {
            Competitor = competitor.Name,
            Round = round,
            StartSeconds = startSeconds,
            Whole = whole,
            Cold = Stretch.Between(first, turn),
            Warm = Stretch.Between(turn, last),
            AllocatedPerEvent = (allocatedAfter - allocatedBefore) / (double)whole.Events,
            PeakBytes = peak,
            SettledBytes = settled,
            Fields = [.. ledger.Fields],
            Duplicates = ledger.Duplicates,
        };
    }

    private async Task<EventLedger> CheckAsync(TopicAdministrator administrator, RunTopics topics, CancellationToken cancellationToken)
    {
        if (await administrator.CountAsync(administrator.Partitions(topics.DeadLetters)) is > 0 and var dead)
        {
            throw new BenchmarkException($"{dead:N0} posts became dead letters, though all of them are good.");
        }

        var ledger = await EventLedger.ReadAsync(topics, posts, cancellationToken);
        if (ledger.Missing > 0)
        {
            throw new BenchmarkException($"{ledger.Missing:N0} of {posts:N0} posts have no final event.");
        }

        _first ??= ledger;
        if (ledger.Differences(_first) is var differences && differences > posts * MostDifferences)
        {
            throw new BenchmarkException($"{differences:N0} of {posts:N0} posts got another emotion than in the first run.");
        }

        return ledger;
    }
}
