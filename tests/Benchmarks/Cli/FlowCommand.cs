using System.CommandLine;
using Moodstream.Benchmarks.Brokers;
using Moodstream.Benchmarks.Competitors;
using Moodstream.Benchmarks.Measuring;
using Moodstream.Benchmarks.Posts;
using Moodstream.Benchmarks.Report;
using Moodstream.TestKit;

namespace Moodstream.Benchmarks.Cli;

/// <summary><c>flow</c>: how fast a topic full of posts is worked off, by Moodstream and by others, in turn.</summary>
internal sealed class FlowCommand : Command
{
    private const int BatchSize = 512;

    private readonly Option<string?> _bootstrap = new("--bootstrap") { Description = "A Kafka server; none starts the embedded broker, which holds little.", HelpName = "HOST:PORT" };
    private readonly Option<int> _posts = new("--posts") { Description = "Posts in the topic.", HelpName = "N", DefaultValueFactory = _ => 300_000 };
    private readonly Option<int> _rounds = new("--rounds") { Description = "How often each competitor runs, in turn.", HelpName = "N", DefaultValueFactory = _ => 3 };
    private readonly Option<int> _users = new("--users") { Description = "How many users write the posts.", HelpName = "N", DefaultValueFactory = _ => 10_000 };
    private readonly Option<int> _partitions = new("--partitions") { Description = "Partitions of each topic.", HelpName = "N", DefaultValueFactory = _ => 24 };
    private readonly Option<double> _cold = new("--cold") { Description = "Seconds from the first event during which a competitor counts as cold.", HelpName = "S", DefaultValueFactory = _ => 20 };
    private readonly Option<double> _settle = new("--settle") { Description = "Seconds after the last event until memory is read again.", HelpName = "S", DefaultValueFactory = _ => 5 };
    private readonly Option<string> _model = new("--model") { Description = "The model.", HelpName = "NAME", DefaultValueFactory = _ => "default" };
    private readonly Option<string> _silo = new("--silo") { Description = "Moodstream's program.", HelpName = "DLL", DefaultValueFactory = _ => Repository.AssemblyOf("src", "Silo") };
    private readonly Option<string?> _only = new("--only") { Description = "The competitors to run, separated by commas.", HelpName = "a,b" };
    private readonly Option<string?> _json = new("--json") { Description = "Where all figures of all runs are written.", HelpName = "FILE" };

    /// <summary>Makes the command.</summary>
    public FlowCommand()
        : base("flow", "Measures how fast a topic full of posts is worked off, by Moodstream and by others, in turn.")
    {
        Add(_bootstrap);
        Add(_posts);
        Add(_rounds);
        Add(_users);
        Add(_partitions);
        Add(_cold);
        Add(_settle);
        Add(_model);
        Add(_silo);
        Add(_only);
        Add(_json);
        SetAction(RunAsync);
    }

    private async Task<int> RunAsync(ParseResult arguments, CancellationToken cancellationToken)
    {
        var (posts, users, model) = (arguments.GetValue(_posts), arguments.GetValue(_users), arguments.GetValue(_model)!);
        var only = arguments.GetValue(_only)?.Split(',');
        ICompetitor[] competitors = [new LoopCompetitor(model, BatchSize), new MoodstreamCompetitor(arguments.GetValue(_silo)!, model)];
        competitors = [.. competitors.Where(competitor => only is null || only.Contains(competitor.Name))];
        var load = new TextPosts(users);
        await using var broker = await ServerBroker.ConnectAsync(
            arguments.GetValue(_bootstrap)!, arguments.GetValue(_partitions), load, posts * load.MessagesPerPost, cancellationToken);
        var runner = new FlowRunner(broker, posts, arguments.GetValue(_cold), TimeSpan.FromSeconds(arguments.GetValue(_settle)), Console.Error);
        var runs = new List<FlowRun>();
        for (var round = 1; round <= arguments.GetValue(_rounds); round++)
        {
            foreach (var competitor in competitors)
            {
                runs.Add(await runner.RunAsync(competitor, round, cancellationToken));
            }
        }

        var report = new FlowReport(
            new FlowSetting("text", posts, users, model, broker.Description, Environment.ProcessorCount, DateTimeOffset.UtcNow), runs, new Dictionary<string, string>());
        Console.WriteLine(report.Table(LoopCompetitor.LoopName));
        if (arguments.GetValue(_json) is { } file)
        {
            report.Write(file);
        }

        return 0;
    }
}
