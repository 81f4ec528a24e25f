using System.Text.RegularExpressions;

namespace Moodstream.Architecture.Tests.Docs;

public sealed partial class MetricNameTests
{
    /// <summary>What Prometheus puts behind an instrument's own name.</summary>
    private static readonly string[] Suffixes = ["", "_total", "_seconds", "_seconds_bucket", "_seconds_sum", "_seconds_count", "_bucket", "_sum", "_count"];

    [Fact]
    public void Docs_and_dashboards_name_only_metrics_that_there_are()
    {
        var known = Declared().SelectMany(name => Suffixes.Select(suffix => name.Replace('.', '_') + suffix)).ToHashSet(StringComparer.Ordinal);
        string[] pages =
        [
            .. Directory.GetFiles(Path.Combine(Repository.Root, "docs"), "*.md"),
            .. Directory.GetFiles(Path.Combine(Repository.Root, "deploy"), "*.json", SearchOption.AllDirectories),
            .. Directory.GetFiles(Path.Combine(Repository.Root, "deploy"), "*.yml", SearchOption.AllDirectories),
        ];
        var named = pages.SelectMany(page => PrometheusName().Matches(File.ReadAllText(page)).Select(match => match.Value)).ToList();

        Assert.NotEmpty(named);
        Findings.None(named.Where(name => !known.Contains(name)).Distinct());
    }

    private static IEnumerable<string> Declared() =>
        SourceProjects.All.SelectMany(project => SourceProjects.FilesOf("src", project))
            .SelectMany(file => Declaration().Matches(File.ReadAllText(file)))
            .Select(match => match.Groups[1].Value);

    [GeneratedRegex("""\.Create\w+(?:<\w+>)?\(\s*"(moodstream\.[a-z.]+)" """, RegexOptions.IgnorePatternWhitespace)]
    private static partial Regex Declaration();

    [GeneratedRegex("moodstream_[a-z_]+[a-z]")]
    private static partial Regex PrometheusName();
}
