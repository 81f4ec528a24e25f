using System.Text;
using Moodstream.Benchmarks.Measuring;

namespace Moodstream.Benchmarks.Report;

/// <summary>Sums up the memory of several rounds.</summary>
/// <param name="Setting">What was measured, on what.</param>
/// <param name="IdleSeconds">How long a competitor idled before its memory was read.</param>
/// <param name="Runs">All runs, in the order in which they were made.</param>
/// <param name="Skipped">Competitors that could not run, each with the reason.</param>
/// <param name="Failures">Runs that did not do the whole job, each in a sentence.</param>
internal sealed record MemoryReport(
    Setting Setting, double IdleSeconds, IReadOnlyList<MemoryRun> Runs, IReadOnlyDictionary<string, string> Skipped, IReadOnlyList<string> Failures)
{
    /// <summary>The table, with what was measured above it.</summary>
    public string Text()
    {
        var table = new TextTable("MB, median (lowest–highest)", "idle", "peak", "peak above idle", "after");
        foreach (var runs in Runs.GroupBy(static run => run.Competitor))
        {
            table.Add(
                runs.Key,
                Cell(runs, static run => run.IdleBytes),
                Cell(runs, static run => run.PeakBytes),
                Cell(runs, static run => run.PeakBytes - run.IdleBytes),
                Cell(runs, static run => run.AfterBytes));
        }

        return new StringBuilder(Setting.ToString()).AppendLine().AppendLine().Append(table).WithNotes(Skipped, Failures);
    }

    private static string Cell(IEnumerable<MemoryRun> runs, Func<MemoryRun, double?> figure) => Spread.Of(runs.Select(figure))!.Text("N0", 1e-6);
}
