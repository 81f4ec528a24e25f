using System.Diagnostics;
using Moodstream.Benchmarks.Brokers;
using Moodstream.Benchmarks.Competitors;
using Moodstream.Benchmarks.Posts;

namespace Moodstream.Benchmarks.Measuring;

/// <summary>Sends posts at a steady rate to a competitor that is warm, and measures how long each takes.</summary>
/// <param name="broker">Gives the topics.</param>
/// <param name="load">Makes the posts.</param>
/// <param name="rate">Posts a second.</param>
/// <param name="warmUp">How long posts are sent before those that count.</param>
/// <param name="length">How long posts are sent that count.</param>
/// <param name="log">Where progress is told.</param>
internal sealed class LatencyRunner(IBroker broker, PostLoad load, double rate, TimeSpan warmUp, TimeSpan length, TextWriter log)
{
    private static readonly TimeSpan StartPatience = TimeSpan.FromSeconds(90);
    private static readonly TimeSpan EndPatience = TimeSpan.FromSeconds(30);

    /// <summary>Runs a competitor once.</summary>
    /// <param name="competitor">The competitor.</param>
    /// <param name="round">The round, from 1.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <exception cref="BenchmarkException">It did not answer every post.</exception>
    public Task<LatencyRun> RunAsync(ICompetitor competitor, int round, CancellationToken cancellationToken) => new RunFrame(broker, log).DoAsync(
        competitor.Name,
        round,
        isFilled: false,
        async (topics, folder) =>
        {
            await using var running = await competitor.StartAsync(topics, folder, cancellationToken);
            var run = await RunAsync(competitor.Name, round, topics, running, cancellationToken);
            return (run, $"p50 {run.P50:N1} ms, p99 {run.P99:N1} ms");
        },
        cancellationToken);

    private async Task<LatencyRun> RunAsync(string name, int round, RunTopics topics, RunningCompetitor running, CancellationToken cancellationToken)
    {
        var warming = Math.Max(1, (int)(warmUp.TotalSeconds * rate));
        var counting = Math.Max(1, (int)(length.TotalSeconds * rate));
        using var arrivals = new ArrivalLog(topics, 1 + warming + counting);
        using var sender = new OpenLoopSender(topics, load, rate);
        await sender.SendAsync(0, 1, cancellationToken);
        await ArriveAsync(1, StartPatience);
        await sender.SendAsync(1, warming, cancellationToken);
        var moments = await sender.SendAsync(1 + warming, counting, cancellationToken);
        await ArriveAsync(1 + warming + counting, EndPatience);

        double[] latencies = [.. moments.Select((moment, i) => Stopwatch.GetElapsedTime(moment.Intended, arrivals.Of(1 + warming + i)).TotalMilliseconds).Order()];
        double[] delays = [.. moments.Select(static moment => Stopwatch.GetElapsedTime(moment.Intended, moment.Sent).TotalMilliseconds).Order()];
        return new LatencyRun(name, round, At(latencies, 0.5), At(latencies, 0.9), At(latencies, 0.99), latencies[^1], At(delays, 0.99));

        async Task ArriveAsync(int posts, TimeSpan patience)
        {
            for (var started = Stopwatch.GetTimestamp(); arrivals.Count < posts;)
            {
                running.EnsureRuns();
                if (Stopwatch.GetElapsedTime(started) > patience)
                {
                    throw new BenchmarkException($"{posts - arrivals.Count:N0} of {posts:N0} posts had no event {patience.TotalSeconds:0} s after the last was sent.");
                }

                await Task.Delay(10, cancellationToken);
            }
        }
    }

    /// <summary>The value that a share of all does not exceed.</summary>
    private static double At(double[] sorted, double share) => sorted[Math.Min(sorted.Length - 1, (int)Math.Ceiling(sorted.Length * share) - 1)];
}
