using System.ComponentModel;
using System.Diagnostics;
using System.Text.RegularExpressions;
using Moodstream.TestKit;

namespace Moodstream.Silo.Tests.Deploy;

[Trait("Category", "Unit")]
public sealed partial class AlertRuleTests
{
    private static readonly string Folder = Path.Combine(Repository.Root, "deploy", "prometheus");

    private static readonly string[] Alerts =
        [.. AlertName().Matches(File.ReadAllText(Path.Combine(Folder, "alerts.yml"))).Select(static match => match.Groups[1].Value)];

    [Fact]
    public void Each_alert_fires_in_a_test_and_has_an_entry_in_the_runbook()
    {
        var tests = File.ReadAllText(Path.Combine(Folder, "alerts.test.yml"));
        var runbook = File.ReadAllText(Path.Combine(Repository.Root, "docs", "operations.md"));

        Assert.NotEmpty(Alerts);
        Assert.Empty(Alerts.Where(alert => !Regex.IsMatch(tests, $@"alertname: {alert}\s+exp_alerts:\s*(-|\[\{{)")).ToList());
        Assert.Empty(Alerts.Where(alert => !runbook.Contains($"| `{alert}` |", StringComparison.Ordinal)).ToList());
    }

    [Theory]
    [InlineData("check", "rules", "alerts.yml")]
    [InlineData("test", "rules", "alerts.test.yml")]
    public async Task The_rules_are_well_formed_and_fire_as_their_tests_say(params string[] arguments)
    {
        var (code, output) = await PromtoolAsync(arguments);

        Assert.True(code == 0, output);
    }

    private static async Task<(int Code, string Output)> PromtoolAsync(string[] arguments)
    {
        using var promtool = new Process
        {
            StartInfo = new ProcessStartInfo("promtool", arguments) { WorkingDirectory = Folder, RedirectStandardOutput = true, RedirectStandardError = true },
        };
        try
        {
            promtool.Start();
        }
        catch (Win32Exception)
        {
            Assert.Skip("promtool, which comes with Prometheus, is not installed.");
        }

        var output = await Task.WhenAll(
            promtool.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken), promtool.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken));
        await promtool.WaitForExitAsync(TestContext.Current.CancellationToken);
        return (promtool.ExitCode, string.Concat(output));
    }

    [GeneratedRegex(@"- alert: (\w+)")]
    private static partial Regex AlertName();
}
