using System.CommandLine;
using Moodstream.Benchmarks.Measuring;
using Moodstream.Benchmarks.Posts;
using Moodstream.Benchmarks.Report;

namespace Moodstream.Benchmarks.Cli;

/// <summary><c>memory</c>: what a competitor holds when it idles, meets a backlog, and idles again.</summary>
internal sealed class MemoryCommand : Command
{
    private readonly BenchmarkOptions _common;
    private readonly Option<int> _posts = BenchmarkOptions.Number("--posts", "Posts of the backlog.", 100_000);
    private readonly Option<int> _rounds = BenchmarkOptions.Number("--rounds", "How often each competitor runs, in turn.", 1);
    private readonly Option<double> _idle = BenchmarkOptions.Seconds("--idle", "How long it idles before its memory is read, before the backlog and after.", 20);

    /// <summary>Makes the command.</summary>
    public MemoryCommand()
        : base("memory", "Measures the memory of a process that idles, meets a backlog, and idles again.")
    {
        _common = new BenchmarkOptions(this, "loop", "moodstream");
        Add(_posts);
        Add(_rounds);
        Add(_idle);
        SetAction(RunAsync);
    }

    private async Task<int> RunAsync(ParseResult arguments, CancellationToken cancellationToken)
    {
        var load = _common.Load(arguments);
        var (posts, idle) = (new PostBatch(load, arguments.GetValue(_posts)), arguments.GetValue(_idle));
        var (able, skipped) = BenchmarkOptions.Split(_common.Competitors(arguments, posts));
        if (able.FirstOrDefault(static competitor => !competitor.ReadsTopic) is { } other)
        {
            throw new BenchmarkException($"{other.Name} reads no topic; it runs in flow only.");
        }

        await using var broker = _common.Broker(arguments, posts);
        var runner = new MemoryRunner(broker, posts, TimeSpan.FromSeconds(idle), Console.Error);
        var (runs, failures) = await Rounds.RunAsync(able, arguments.GetValue(_rounds), runner.RunAsync, cancellationToken);
        var report = new MemoryReport(Setting.Of(load, posts.Count, _common.Model(arguments), broker.Description), idle, runs, skipped, failures);
        Console.WriteLine(report.Text());
        ReportFile.Write(_common.Json(arguments), report);
        return failures.Count == 0 ? 0 : Verbs.Failed;
    }
}
