using System.CommandLine;
using Moodstream.Benchmarks.Measuring;
using Moodstream.Benchmarks.Posts;
using Moodstream.Benchmarks.Report;

namespace Moodstream.Benchmarks.Cli;

/// <summary><c>latency</c>: how long a post takes from the moment at which it was meant to be sent to its event's arrival, at a steady rate.</summary>
internal sealed class LatencyCommand : Command
{
    private readonly BenchmarkOptions _common;
    private readonly Option<double> _rate = new("--rate") { Description = "Posts a second.", HelpName = "N", DefaultValueFactory = _ => 1_000 };
    private readonly Option<double> _seconds = BenchmarkOptions.Seconds("--seconds", "How long posts are sent that count.", 20);
    private readonly Option<double> _warmUp = BenchmarkOptions.Seconds("--warm-up", "How long posts are sent before.", 10);
    private readonly Option<int> _rounds = BenchmarkOptions.Number("--rounds", "How often each competitor runs, in turn.", 3);

    /// <summary>Makes the command.</summary>
    public LatencyCommand()
        : base("latency", "Measures how long a post takes from the moment at which it was meant to be sent to its event's arrival.")
    {
        _common = new BenchmarkOptions(this, "loop", "moodstream");
        _rate.Validators.Add(static result =>
        {
            if (result.GetValueOrDefault<double>() is not (> 0 and <= 1_000_000))
            {
                result.AddError("--rate must be above 0, and 1000000 at most.");
            }
        });
        Add(_rate);
        Add(_seconds);
        Add(_warmUp);
        Add(_rounds);
        SetAction(RunAsync);
    }

    private async Task<int> RunAsync(ParseResult arguments, CancellationToken cancellationToken)
    {
        var load = _common.Load(arguments);
        var (rate, warmUp, seconds) = (arguments.GetValue(_rate), arguments.GetValue(_warmUp), arguments.GetValue(_seconds));
        var posts = new PostBatch(load, 1 + (int)(rate * (warmUp + seconds)));
        var (able, skipped) = BenchmarkOptions.Split(_common.Competitors(arguments, posts));
        if (able.FirstOrDefault(static competitor => !competitor.ReadsTopic) is { } other)
        {
            throw new BenchmarkException($"{other.Name} reads no topic; it runs in flow only.");
        }

        await using var broker = _common.Broker(arguments, posts);
        var runner = new LatencyRunner(broker, load, rate, TimeSpan.FromSeconds(warmUp), TimeSpan.FromSeconds(seconds), Console.Error);
        var (runs, failures) = await Rounds.RunAsync(able, arguments.GetValue(_rounds), runner.RunAsync, cancellationToken);
        var report = new LatencyReport(Setting.Of(load, posts.Count, _common.Model(arguments), broker.Description), rate, runs, skipped, failures);
        Console.WriteLine(report.Text());
        ReportFile.Write(_common.Json(arguments), report);
        return failures.Count == 0 ? 0 : Verbs.Failed;
    }
}
