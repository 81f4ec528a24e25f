using System.CommandLine;
using Moodstream.Benchmarks.Competitors.Loop;
using Moodstream.Benchmarks.Measuring;
using Moodstream.Benchmarks.Posts;
using Moodstream.Benchmarks.Report;

namespace Moodstream.Benchmarks.Cli;

/// <summary><c>flow</c>: how fast a topic full of posts is worked off, by Moodstream and by others, in turn.</summary>
internal sealed class FlowCommand : Command
{
    private readonly BenchmarkOptions _common;
    private readonly Option<int?> _posts = new("--posts") { Description = "Posts in the topic; by default as many as take the fastest some seconds.", HelpName = "N" };
    private readonly Option<int> _rounds = BenchmarkOptions.Number("--rounds", "How often each competitor runs, in turn.", 3);
    private readonly Option<double> _cold = BenchmarkOptions.Seconds("--cold", "Seconds from the first event during which a competitor counts as cold.", 20);
    private readonly Option<double> _settle = BenchmarkOptions.Seconds("--settle", "Seconds after the last event until memory is read again.", 5);

    /// <summary>Makes the command.</summary>
    public FlowCommand()
        : base("flow", "Measures how fast a topic full of posts is worked off, by Moodstream and by others, in turn.")
    {
        _common = new BenchmarkOptions(this, "loop", "moodstream", "streamiz", "two-silos", "model");
        _posts.Validators.Add(static result =>
        {
            if (result.GetValueOrDefault<int?>() is < 100)
            {
                result.AddError("--posts must be at least 100.");
            }
        });
        Add(_posts);
        Add(_rounds);
        Add(_cold);
        Add(_settle);
        SetAction(RunAsync);
    }

    private async Task<int> RunAsync(ParseResult arguments, CancellationToken cancellationToken)
    {
        var load = _common.Load(arguments);
        var posts = new PostBatch(load, arguments.GetValue(_posts) ?? Standard(load.Kind));
        var (able, skipped) = BenchmarkOptions.Split(_common.Competitors(arguments, posts));
        await using var broker = _common.Broker(arguments, posts);
        var runner = new FlowRunner(broker, posts.Count, arguments.GetValue(_cold), TimeSpan.FromSeconds(arguments.GetValue(_settle)), Console.Error);
        var (runs, failures) = await Rounds.RunAsync(able, arguments.GetValue(_rounds), runner.RunAsync, cancellationToken);
        var report = new FlowReport(Setting.Of(load, posts.Count, _common.Model(arguments), broker.Description), runs, skipped, failures);
        Console.WriteLine(report.Text(LoopCompetitor.LoopName));
        ReportFile.Write(_common.Json(arguments), report);
        return failures.Count == 0 ? 0 : Verbs.Failed;
    }

    private static int Standard(LoadKind kind) => kind switch
    {
        LoadKind.Text => 300_000,
        LoadKind.Mixed => 5_000,
        _ => 500,
    };
}
