using System.ComponentModel;
using System.Diagnostics;
using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;
using Moodstream.TestKit;

namespace Moodstream.EndToEnd.Tests.Harness;

/// <summary>
/// Lets Prometheus' own evaluator decide which of our alerts fire when it sees pages of <c>/metrics</c>: the first one for a quarter of an hour,
/// and then the second.
/// </summary>
/// <param name="folder">A folder for its files.</param>
internal sealed partial class Promtool(string folder)
{
    private const int QuietMinutes = 15;
    private const string Job = "job=\"moodstream\",instance=\"silo\"";

    /// <summary>Skips the test where it is not installed.</summary>
    public static void Require()
    {
        try
        {
            using var promtool = Process.Start(new ProcessStartInfo("promtool", "--version") { RedirectStandardOutput = true, RedirectStandardError = true })!;
            promtool.WaitForExit();
        }
        catch (Win32Exception)
        {
            Assert.Skip("promtool, which comes with Prometheus, is not installed.");
        }
    }

    /// <summary>Fails unless alerts fire.</summary>
    /// <param name="before">The page before the fault.</param>
    /// <param name="after">The page with the fault.</param>
    /// <param name="minutes">For how long the fault is there, in minutes.</param>
    /// <param name="alerts">All alerts that fire then, and no others.</param>
    public Task FiresAsync(string before, string after, int minutes, params string[] alerts) => FiresAsync(before, after, minutes, Held, alerts);

    /// <summary>Fails unless alerts fire while the values go evenly from one page to another, as those of a fault that lasts.</summary>
    /// <param name="before">The page before the fault.</param>
    /// <param name="after">The page with the fault, when it has lasted for so long.</param>
    /// <param name="minutes">For how long the fault is there, in minutes.</param>
    /// <param name="alerts">All alerts that fire then, and no others.</param>
    public Task FiresOnTheWayAsync(string before, string after, int minutes, params string[] alerts) => FiresAsync(before, after, minutes, Growing, alerts);

    private async Task FiresAsync(
        string before, string after, int minutes, Func<Dictionary<string, string>, Dictionary<string, string>, string, int, string> during, string[] alerts)
    {
        File.Copy(Path.Combine(Repository.Root, "deploy", "prometheus", "alerts.yml"), Path.Combine(folder, "alerts.yml"), overwrite: true);
        var (quiet, faulty) = (Read(before), Read(after));
        var test = new StringBuilder("rule_files: [alerts.yml]\nevaluation_interval: 1m\ntests:\n  - interval: 1m\n    input_series:\n");
        foreach (var series in quiet.Keys.Union(faulty.Keys))
        {
            test.Append(CultureInfo.InvariantCulture, $"      - {{ series: '{series}', values: '{Values(quiet, series, QuietMinutes - 1)} {during(quiet, faulty, series, minutes)}' }}\n");
        }

        var firing = string.Join(", ", alerts.Order().Select(static alert => $"{{ labels: '{{alertname=\"{alert}\"}}', value: 1 }}"));
        test.Append("    promql_expr_test:\n")
            .Append(CultureInfo.InvariantCulture, $"      - {{ expr: 'group by (alertname) (ALERTS{{alertstate=\"firing\"}})', eval_time: {QuietMinutes - 1}m, exp_samples: [] }}\n")
            .Append(CultureInfo.InvariantCulture, $"      - {{ expr: 'group by (alertname) (ALERTS{{alertstate=\"firing\"}})', eval_time: {QuietMinutes + minutes}m, exp_samples: [{firing}] }}\n");
        await File.WriteAllTextAsync(Path.Combine(folder, "test.yml"), test.ToString(), TestContext.Current.CancellationToken);

        var (code, output) = await Shell.RunAsync(folder, "promtool test rules test.yml 2>&1");

        Assert.True(code == 0, output);
    }

    private static string Held(Dictionary<string, string> before, Dictionary<string, string> after, string series, int minutes) => Values(after, series, minutes);

    private static string Growing(Dictionary<string, string> before, Dictionary<string, string> after, string series, int minutes)
    {
        if (!after.TryGetValue(series, out var last))
        {
            return Values(after, series, minutes);
        }

        var (from, to) = (Number(before.GetValueOrDefault(series, "0")), Number(last));
        return double.IsFinite(from) && double.IsFinite(to)
            ? string.Create(CultureInfo.InvariantCulture, $"{from:F6}{(to - from) / minutes:+0.000000;-0.000000}x{minutes}")
            : Values(after, series, minutes);
    }

    private static double Number(string value) => double.TryParse(value, CultureInfo.InvariantCulture, out var number) ? number : double.NaN;

    /// <summary>A value, and more of it; nothing as often.</summary>
    private static string Values(Dictionary<string, string> page, string series, int more) =>
        page.TryGetValue(series, out var value) ? $"{value}x{more}" : $"_x{more + 1}";

    private static Dictionary<string, string> Read(string page)
    {
        var values = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var line in page.Split('\n'))
        {
            if (Sample().Match(line) is { Success: true } sample)
            {
                var labels = sample.Groups["labels"].Value;
                values[$"{sample.Groups["name"].Value}{{{(labels.Length == 0 ? Job : $"{labels},{Job}")}}}"] = sample.Groups["value"].Value;
            }
        }

        return values;
    }

    [GeneratedRegex(@"^(?<name>(up|moodstream_\w+))(\{(?<labels>[^}]*)\})? (?<value>\S+)", RegexOptions.ExplicitCapture)]
    private static partial Regex Sample();
}
