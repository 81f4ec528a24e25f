using System.Text;
using Moodstream.Benchmarks.Measuring;

namespace Moodstream.Benchmarks.Report;

/// <summary>Sums up the runs of a benchmark.</summary>
/// <param name="Setting">What was measured, on what.</param>
/// <param name="Runs">All runs, in the order in which they were made.</param>
/// <param name="Skipped">Competitors that could not run, each with the reason.</param>
/// <param name="Failures">Runs that did not do the whole job, each in a sentence.</param>
internal sealed record FlowReport(Setting Setting, IReadOnlyList<FlowRun> Runs, IReadOnlyDictionary<string, string> Skipped, IReadOnlyList<string> Failures)
{
    /// <summary>Pictures are counted in tenths.</summary>
    private string RateFormat => Runs.All(static run => run.Whole.Rate > 1_000) ? "N0" : "N1";

    private string CpuFormat => Runs.All(static run => run.Whole.CpuMicroseconds > 1_000) ? "N0" : "N1";

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
                Cell(runs, static run => run.Whole.Rate, RateFormat),
                Cell(runs, static run => run.Cold?.Rate, RateFormat),
                Cell(runs, static run => run.Warm?.Rate, RateFormat),
                Cell(runs, static run => run.Whole.CpuMicroseconds, CpuFormat),
                Cell(runs, static run => run.Warm?.CpuMicroseconds, CpuFormat),
                Cell(runs, static run => run.AllocatedPerEvent, "N0"),
                Cell(runs, static run => run.PeakBytes, "N0", 1e-6),
                Cell(runs, static run => run.SettledBytes, "N0", 1e-6),
                Cell(runs, static run => run.StartSeconds, "N1"),
                Cell(runs, static run => run.Whole.OthersCores, "N1"),
                Ratio(runs.Key, reference, static run => run.Warm?.Rate),
                Ratio(runs.Key, reference, static run => run.Warm?.CpuMicroseconds));
        }

        var text = new StringBuilder(Setting.ToString()).AppendLine().AppendLine().Append(table);
        var fields = Runs.SelectMany(static run => run.Fields).Distinct(StringComparer.Ordinal).ToArray();
        foreach (var run in Runs.DistinctBy(static run => run.Competitor).Where(run => run.Fields.Count < fields.Length))
        {
            text.AppendLine().Append(run.Competitor).Append("'s events lack ").AppendJoin(", ", fields.Except(run.Fields)).AppendLine(", which others have.");
        }

        return text.WithNotes(Skipped, Failures);
    }

    private static string Cell(IEnumerable<FlowRun> runs, Func<FlowRun, double?> figure, string format, double scale = 1) =>
        Spread.Of(runs.Select(figure))?.Text(format, scale) ?? "–";

    /// <summary>A figure over that of the reference in the same round.</summary>
    private string Ratio(string competitor, string reference, Func<FlowRun, double?> figure) => Spread.Of(
        Runs.Where(run => run.Competitor == competitor).Select(run =>
            Runs.FirstOrDefault(other => other.Competitor == reference && other.Round == run.Round) is { } other ? figure(run) / figure(other) : null))
        ?.Text("N2") ?? "–";
}
