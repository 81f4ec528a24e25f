using System.Diagnostics;
using Confluent.Kafka;
using Moodstream.Benchmarks.Brokers;
using Moodstream.Benchmarks.Competitors;

namespace Moodstream.Benchmarks.Measuring;

/// <summary>
/// Watches a run from outside: how many events the topic has, asked of the broker, and what the processes used by then. The watch reads no
/// event, so that it takes next to nothing from the machine.
/// </summary>
/// <param name="administrator">Asks the broker.</param>
/// <param name="partitions">Partitions of the events topic.</param>
/// <param name="competitor">Who is at work.</param>
internal sealed class RunWatch(TopicAdministrator administrator, IReadOnlyList<TopicPartition> partitions, RunningCompetitor competitor)
{
    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(50);
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(90);
    private static readonly TimeSpan Quiet = TimeSpan.FromSeconds(2);

    private readonly List<Sample> _samples = [];

    /// <summary>The samples, from the first that saw an event to the first that saw the last one.</summary>
    public IReadOnlyList<Sample> Samples => _samples;

    /// <summary>Waits for the first event.</summary>
    /// <returns>When it came, in seconds since the start, to 0.05 s.</returns>
    /// <exception cref="BenchmarkException">None came, or the competitor ended.</exception>
    public async Task<double> FirstEventAsync(CancellationToken cancellationToken)
    {
        while (true)
        {
            var sample = await SampleAsync(cancellationToken);
            if (sample.Events > 0)
            {
                return sample.Seconds;
            }

            if (sample.Seconds > Patience.TotalSeconds)
            {
                throw new BenchmarkException($"No event came within {Patience.TotalSeconds:0} s of the start.");
            }
        }
    }

    /// <summary>Waits until all events are there and no more come.</summary>
    /// <param name="expected">How many there must be at least.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <exception cref="BenchmarkException">No more came though some are missing, or the competitor ended.</exception>
    public async Task LastEventAsync(long expected, CancellationToken cancellationToken)
    {
        _samples.Add(await SampleAsync(cancellationToken));
        while (true)
        {
            var sample = await SampleAsync(cancellationToken);
            if (sample.Events > _samples[^1].Events)
            {
                _samples.Add(sample);
                continue;
            }

            var silence = TimeSpan.FromSeconds(sample.Seconds - _samples[^1].Seconds);
            if (sample.Events >= expected && silence > Quiet)
            {
                return;
            }

            if (silence > Patience)
            {
                throw new BenchmarkException($"Only {sample.Events:N0} of {expected:N0} events came out; the last one {silence.TotalSeconds:0} s ago.");
            }
        }
    }

    private async Task<Sample> SampleAsync(CancellationToken cancellationToken)
    {
        await Task.Delay(Interval, cancellationToken);
        competitor.EnsureRuns();
        var events = await administrator.CountAsync(partitions);
        return new Sample(Stopwatch.GetElapsedTime(competitor.Started).TotalSeconds, events, competitor.Cpu, MachineClock.Busy);
    }
}
