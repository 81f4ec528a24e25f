using System.CommandLine;
using Moodstream.Benchmarks.Brokers;
using Moodstream.Benchmarks.Competitors;
using Moodstream.Benchmarks.Competitors.Loop;
using Moodstream.Benchmarks.Competitors.Model;
using Moodstream.Benchmarks.Competitors.Silos;
using Moodstream.Benchmarks.Competitors.Streams;
using Moodstream.Benchmarks.Posts;
using Moodstream.TestKit;

namespace Moodstream.Benchmarks.Cli;

/// <summary>The options that all benchmarks of the flow have in common, and what they choose.</summary>
internal sealed class BenchmarkOptions
{
    private readonly Option<string?> _bootstrap = new("--bootstrap")
    {
        Description = "A Kafka server. None starts the embedded broker, which holds little and bounds what is measured.",
        HelpName = "HOST:PORT",
    };

    private readonly Option<LoadKind> _load = new("--load") { Description = "What posts bring.", DefaultValueFactory = _ => LoadKind.Text };
    private readonly Option<int> _users = Number("--users", "How many users write the posts.", 10_000);
    private readonly Option<int> _knownUsers = Number("--known-users", "Users whose timelines the competitor known-users holds before the first post, a row each.", 10_000_000);
    private readonly Option<int> _partitions = Number("--partitions", "Partitions of each topic on a server.", 24);
    private readonly Option<string> _model = new("--model") { Description = "The model.", HelpName = "NAME", DefaultValueFactory = _ => "words" };
    private readonly Option<string> _silo = new("--silo") { Description = "Moodstream's program.", HelpName = "DLL", DefaultValueFactory = _ => Repository.AssemblyOf("src", "Silo") };
    private readonly Option<string?> _only = new("--only") { Description = "Competitors to run, separated by commas: loop, moodstream, streamiz, known-users, two-silos, four-silos, model.", HelpName = "a,b" };
    private readonly Option<string?> _json = new("--json") { Description = "Where all figures of all runs are written.", HelpName = "FILE" };
    private readonly string[] _standard;

    /// <summary>Adds the options to a command.</summary>
    /// <param name="command">The command.</param>
    /// <param name="standard">The competitors that run where none are named.</param>
    public BenchmarkOptions(Command command, params string[] standard)
    {
        _standard = standard;
        foreach (var option in (Option[])[_bootstrap, _load, _users, _knownUsers, _partitions, _model, _silo, _only, _json])
        {
            command.Add(option);
        }

        _bootstrap.Validators.Add(static result =>
        {
            if (result.GetValueOrDefault<string?>() is { } address && address.Split(':') is not [{ Length: > 0 }, { Length: > 0 } port])
            {
                result.AddError($"--bootstrap is '{address}'; it must be HOST:PORT.");
            }
        });
        _model.Validators.Add(static result =>
        {
            if (result.GetValueOrDefault<string>() is var name && !Directory.Exists(Repository.Bundle(name)))
            {
                result.AddError($"--model is '{name}'; there is no such bundle in models/.");
            }
        });
    }

    /// <summary>An option that is a number of at least 1.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="description">What it means.</param>
    /// <param name="standard">Its default.</param>
    public static Option<int> Number(string name, string description, int standard)
    {
        var option = new Option<int>(name) { Description = description, HelpName = "N", DefaultValueFactory = _ => standard };
        option.Validators.Add(result =>
        {
            if (result.GetValueOrDefault<int>() < 1)
            {
                result.AddError($"{name} must be at least 1.");
            }
        });
        return option;
    }

    /// <summary>An option that is a number of seconds, 0 or more.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="description">What it means.</param>
    /// <param name="standard">Its default.</param>
    public static Option<double> Seconds(string name, string description, double standard)
    {
        var option = new Option<double>(name) { Description = description, HelpName = "S", DefaultValueFactory = _ => standard };
        option.Validators.Add(result =>
        {
            if (result.GetValueOrDefault<double>() is < 0 or > 86_400 or double.NaN)
            {
                result.AddError($"{name} must be 0 to 86400.");
            }
        });
        return option;
    }

    /// <summary>Makes the posts.</summary>
    /// <param name="arguments">The command line.</param>
    public PostLoad Load(ParseResult arguments) => new(arguments.GetValue(_load), arguments.GetValue(_users));

    /// <summary>The model's name.</summary>
    /// <param name="arguments">The command line.</param>
    public string Model(ParseResult arguments) => arguments.GetValue(_model)!;

    /// <summary>Where all figures are written; null for nowhere.</summary>
    /// <param name="arguments">The command line.</param>
    public string? Json(ParseResult arguments) => arguments.GetValue(_json);

    /// <summary>The broker.</summary>
    /// <param name="arguments">The command line.</param>
    /// <param name="posts">The posts that it is to hold.</param>
    /// <exception cref="BenchmarkException">It cannot hold them.</exception>
    public IBroker Broker(ParseResult arguments, PostBatch posts) => arguments.GetValue(_bootstrap) is { } bootstrap
        ? new ServerBroker(bootstrap, arguments.GetValue(_partitions), posts)
        : new EmbeddedBrokerProcess(arguments.GetValue(_silo)!, posts);

    /// <summary>The competitors that are to run.</summary>
    /// <param name="arguments">The command line.</param>
    /// <param name="posts">The posts.</param>
    /// <exception cref="BenchmarkException">One of the names is none.</exception>
    public IReadOnlyList<ICompetitor> Competitors(ParseResult arguments, PostBatch posts)
    {
        var (silo, model) = (Path.GetFullPath(arguments.GetValue(_silo)!), Model(arguments));
        ICompetitor[] all =
        [
            new LoopCompetitor(model),
            new OneSilo(silo, model),
            new StreamizCompetitor(model),
            new KnownUsers(silo, model, arguments.GetValue(_knownUsers)),
            new SiloCluster("two-silos", 2, silo, model),
            new SiloCluster("four-silos", 4, silo, model),
            new ModelCompetitor(model, posts),
        ];
        var names = arguments.GetValue(_only)?.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries) ?? _standard;
        return
        [
            .. names.Select(name => all.FirstOrDefault(competitor => competitor.Name == name)
                ?? throw new BenchmarkException($"There is no competitor '{name}'; there are {string.Join(", ", all.Select(static competitor => competitor.Name))}.")),
        ];
    }

    /// <summary>Parts the competitors that can run here from those that cannot, each with the reason.</summary>
    /// <param name="competitors">The competitors.</param>
    public static (IReadOnlyList<ICompetitor> Able, IReadOnlyDictionary<string, string> Skipped) Split(IReadOnlyList<ICompetitor> competitors) => (
        [.. competitors.Where(static competitor => competitor.Obstacle is null)],
        competitors.Where(static competitor => competitor.Obstacle is not null).ToDictionary(static competitor => competitor.Name, static competitor => competitor.Obstacle!));
}
