using System.Diagnostics.Metrics;
using System.Text.RegularExpressions;
using Moodstream.Silo.Telemetry;
using Moodstream.Silo.Tests.Api;
using Moodstream.TestKit;

namespace Moodstream.Silo.Tests.Telemetry;

[Trait("Category", "Cluster")]
public sealed partial class MetricsPageTests(HostFixture host) : IClassFixture<HostFixture>
{
    private const int Timeout = 60_000;

    [Fact(Timeout = Timeout)]
    public async Task A_fresh_silo_shows_every_metric_that_a_dashboard_an_alert_or_the_documentation_names()
    {
        HostFixture.Require();
        var deploy = Path.Combine(Repository.Root, "deploy");
        string[] pages =
        [
            .. Directory.GetFiles(deploy, "*.json", SearchOption.AllDirectories),
            .. Directory.GetFiles(deploy, "*.yml", SearchOption.AllDirectories),
            Path.Combine(Repository.Root, "docs", "operations.md"),
        ];
        var named = pages.SelectMany(page => MetricName().Matches(File.ReadAllText(page)).Select(match => match.Value)).Distinct().ToList();

        // Lag and gaps belong to partitions, which the consumer gets a moment after the start.
        var shown = string.Empty;
        await HostFixture.UntilAsync(async () =>
        {
            shown = await host.Http.GetStringAsync(new Uri("metrics", UriKind.Relative), TestContext.Current.CancellationToken);
            return shown.Contains("moodstream_consumer_lag{", StringComparison.Ordinal);
        });

        Assert.Contains("moodstream_deadletters_total", named);
        Assert.Empty(named.Where(name => !Regex.IsMatch(shown, $@"^(# TYPE )?{name}[{{ ]", RegexOptions.Multiline)).ToList());
    }

    [Fact]
    public void A_histogram_without_records_is_shown_with_zeros_and_one_with_records_as_it_is()
    {
        using var histograms = new EmptyHistograms();
        using var meter = new Meter("Moodstream.MetricsPageTests");
        meter.CreateHistogram("moodstream.page.wait", "s", null, advice: new InstrumentAdvice<double> { HistogramBucketBoundaries = [0.5, 10] });

        var page = histograms.Complete("a 1\n# EOF\n");

        Assert.StartsWith("a 1\n", page, StringComparison.Ordinal);
        Assert.Contains(
            """
            # TYPE moodstream_page_wait_seconds histogram
            moodstream_page_wait_seconds_bucket{otel_scope_name="Moodstream.MetricsPageTests",le="0.5"} 0
            moodstream_page_wait_seconds_bucket{otel_scope_name="Moodstream.MetricsPageTests",le="10"} 0
            moodstream_page_wait_seconds_bucket{otel_scope_name="Moodstream.MetricsPageTests",le="+Inf"} 0
            moodstream_page_wait_seconds_sum{otel_scope_name="Moodstream.MetricsPageTests"} 0
            moodstream_page_wait_seconds_count{otel_scope_name="Moodstream.MetricsPageTests"} 0

            """.ReplaceLineEndings("\n"),
            page,
            StringComparison.Ordinal);
        Assert.EndsWith("\n# EOF\n", page, StringComparison.Ordinal);
        Assert.DoesNotContain("moodstream_page_wait_seconds_sum", histograms.Complete("# TYPE moodstream_page_wait_seconds histogram\n"), StringComparison.Ordinal);
    }

    [GeneratedRegex(@"\b(moodstream|http_server|dotnet|orleans)(_[a-z]+)*_[a-z]+\b(?!\()")]
    private static partial Regex MetricName();
}
