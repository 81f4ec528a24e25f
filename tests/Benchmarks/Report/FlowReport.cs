using System.Text;
using Moodstream.Benchmarks.Measuring;

namespace Moodstream.Benchmarks.Report;

/// <summary>Sums up the runs of a benchmark.</summary>
/// <param name="Setting">What was measured, on what.</param>
/// <param name="Runs">All runs, in the order in which they were made.</param>
/// <param name="Skipped">Competitors that could not run, each with the reason.</param>
internal sealed record FlowReport(Setting Setting, IReadOnlyList<FlowRun> Runs, IReadOnlyDictionary<string, string> Skipped)
{
    /// <summary>The table, with what was measured above it.</summary>
    /// <param name="reference">The competitor that the others are compared with, round by round.</param>
    public string Text(string reference)
    {
        var table = new TextTable(
            "median (lowest–highest)", "posts/s", "cold", "warm", "µs CPU/post", "warm", "B/post", "peak MB", "after MB", "first event s", "others' cores",
            $"posts/s / {reference}", $"CPU / {reference}");
        foreach (var runs in Runs.GroupBy(static run => run.Competitor))
        {
            table.Add(
                runs.Key,
                Cell(runs, static run => run.Whole.Rate, "N0"),
                Cell(runs, static run => run.Cold.Rate, "N0"),
                Cell(runs, static run => run.Warm.Rate, "N0"),
                Cell(runs, static run => run.Whole.CpuMicroseconds, "N1"),
                Cell(runs, static run => run.Warm.CpuMicroseconds, "N1"),
                Cell(runs, static run => run.AllocatedPerEvent, "N0"),
                Cell(runs, static run => run.PeakBytes, "N0", 1e-6),
                Cell(runs, static run => run.SettledBytes, "N0", 1e-6),
                Cell(runs, static run => run.StartSeconds, "N1"),
                Cell(runs, static run => run.Whole.OthersCores, "N1"),
                Ratio(runs.Key, reference, static run => run.Warm.Rate),
                Ratio(runs.Key, reference, static run => run.Warm.CpuMicroseconds));
        }

        var text = new StringBuilder().AppendLine(Setting.ToString()).AppendLine().Append(table);
        foreach (var (competitor, reason) in Skipped)
        {
            text.AppendLine().Append(competitor).Append(" was left out: ").Append(reason).AppendLine(".");
        }

        return text.ToString();
    }

    private static string Cell(IEnumerable<FlowRun> runs, Func<FlowRun, double?> figure, string format, double scale = 1) =>
        Spread.Of(runs.Select(figure))?.Text(format, scale) ?? "–";

    /// <summary>A figure over that of the reference in the same round.</summary>
    private string Ratio(string competitor, string reference, Func<FlowRun, double> figure) => Spread.Of(
        Runs.Where(run => run.Competitor == competitor).Select(run =>
            Runs.FirstOrDefault(other => other.Competitor == reference && other.Round == run.Round) is { } other ? figure(run) / figure(other) : (double?)null))
        ?.Text("N2") ?? "–";
}
