using System.Diagnostics;
using Moodstream.Benchmarks.Processes;

namespace Moodstream.Benchmarks.Competitors;

/// <summary>A competitor at work. Disposing of it ends its processes.</summary>
/// <param name="processes">Its processes.</param>
/// <param name="readAllocated">Reads how many bytes it has allocated on managed heaps since its start; null where it does not tell.</param>
/// <param name="companion">A process that ends with it and is not measured.</param>
internal sealed class RunningCompetitor(
    IReadOnlyList<ChildProcess> processes, Func<CancellationToken, Task<long?>> readAllocated, ChildProcess? companion = null) : IAsyncDisposable
{
    /// <summary>When its first process had been started (<see cref="Stopwatch.GetTimestamp"/>); what it prepared before does not count.</summary>
    public long Started { get; private init; } = Stopwatch.GetTimestamp();

    /// <summary>Processor time of all of them.</summary>
    public TimeSpan Cpu => processes.Aggregate(TimeSpan.Zero, static (sum, process) => sum + process.Cpu);

    /// <summary>Memory of all of them, in bytes.</summary>
    public long ResidentBytes => processes.Sum(static process => process.ResidentBytes);

    /// <summary>The most memory of each of them, added up, in bytes.</summary>
    public long PeakResidentBytes => processes.Sum(static process => process.PeakResidentBytes);

    private IReadOnlyList<ChildProcess> Processes => processes;

    /// <summary>Several that do the work of one.</summary>
    /// <param name="several">They.</param>
    /// <param name="companion">What ends with them and is not measured.</param>
    public static RunningCompetitor Together(IReadOnlyList<RunningCompetitor> several, ChildProcess companion) => new(
        [.. several.SelectMany(static each => each.Processes)],
        async token =>
        {
            long? sum = 0;
            foreach (var each in several)
            {
                sum += await each.AllocatedBytesAsync(token);
            }

            return sum;
        },
        companion)
    {
        Started = several.Min(static each => each.Started),
    };

    /// <summary>Bytes that it has allocated on managed heaps since its start; null where it does not tell.</summary>
    public Task<long?> AllocatedBytesAsync(CancellationToken cancellationToken) => readAllocated(cancellationToken);

    /// <summary>Complains where a process has ended.</summary>
    /// <exception cref="BenchmarkException">One has.</exception>
    public void EnsureRuns()
    {
        foreach (var process in processes)
        {
            process.EnsureRuns();
        }
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        foreach (var process in processes)
        {
            await process.DisposeAsync();
        }

        if (companion is not null)
        {
            await companion.DisposeAsync();
        }
    }
}
