using System.Globalization;
using System.Text;
using Moodstream.Benchmarks.Measuring;

namespace Moodstream.Benchmarks.Report;

/// <summary>Sums up the latencies of several rounds.</summary>
/// <param name="Setting">What was measured, on what.</param>
/// <param name="Rate">Posts a second.</param>
/// <param name="Runs">All runs, in the order in which they were made.</param>
/// <param name="Skipped">Competitors that could not run, each with the reason.</param>
/// <param name="Failures">Runs in which posts were not answered, each in a sentence.</param>
internal sealed record LatencyReport(
    Setting Setting, double Rate, IReadOnlyList<LatencyRun> Runs, IReadOnlyDictionary<string, string> Skipped, IReadOnlyList<string> Failures)
{
    /// <summary>The table, with what was measured above it.</summary>
    public string Text()
    {
        var table = new TextTable("ms, median (lowest–highest)", "p50", "p90", "p99", "max", "sender late p99");
        foreach (var runs in Runs.GroupBy(static run => run.Competitor))
        {
            table.Add(
                runs.Key,
                Cell(runs, static run => run.P50),
                Cell(runs, static run => run.P90),
                Cell(runs, static run => run.P99),
                Cell(runs, static run => run.Highest),
                Cell(runs, static run => run.LateP99));
        }

        return new StringBuilder(Setting.ToString())
            .Append(CultureInfo.InvariantCulture, $"; {Rate:N0} posts/s").AppendLine().AppendLine().Append(table).WithNotes(Skipped, Failures);
    }

    private static string Cell(IEnumerable<LatencyRun> runs, Func<LatencyRun, double?> figure) => Spread.Of(runs.Select(figure))!.Text("N1");
}
