using System.Text.Json;
using Moodstream.Benchmarks.Measuring;

namespace Moodstream.Benchmarks.Report;

/// <summary>Sums up the runs of a benchmark.</summary>
/// <param name="Setting">What was measured, on what.</param>
/// <param name="Runs">All runs, in the order in which they were made.</param>
/// <param name="Skipped">Competitors that could not run, each with the reason.</param>
internal sealed record FlowReport(FlowSetting Setting, IReadOnlyList<FlowRun> Runs, IReadOnlyDictionary<string, string> Skipped)
{
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web) { WriteIndented = true };

    /// <summary>The table.</summary>
    /// <param name="reference">The competitor that the others are compared with.</param>
    public string Table(string reference)
    {
        var table = new TextTable(
            "", "posts/s", "first 20 s", "warm", "µs CPU/post", "warm", "B/post", "peak MB", "after MB", "first event s", "other cores", "posts/s ×", "CPU ×");
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

        return table.ToString();
    }

    /// <summary>Writes all of it as JSON.</summary>
    /// <param name="file">The file.</param>
    public void Write(string file) => File.WriteAllText(file, JsonSerializer.Serialize(this, Json));

    private static string Cell(IEnumerable<FlowRun> runs, Func<FlowRun, double?> figure, string format, double scale = 1) =>
        Spread.Of(runs.Select(figure))?.Text(format, scale) ?? "–";

    /// <summary>A figure over that of the reference in the same round.</summary>
    private string Ratio(string competitor, string reference, Func<FlowRun, double> figure) => Spread.Of(
        Runs.Where(run => run.Competitor == competitor).Select(run =>
            Runs.FirstOrDefault(other => other.Competitor == reference && other.Round == run.Round) is { } other ? figure(run) / figure(other) : (double?)null))
        ?.Text("N2") ?? "–";
}

/// <summary>What was measured, on what.</summary>
/// <param name="Load">The posts.</param>
/// <param name="Posts">How many.</param>
/// <param name="Users">Of how many users.</param>
/// <param name="Model">The model.</param>
/// <param name="Broker">The broker.</param>
/// <param name="Cores">Processors of the machine.</param>
/// <param name="Time">When.</param>
internal sealed record FlowSetting(string Load, int Posts, int Users, string Model, string Broker, int Cores, DateTimeOffset Time);
