using System.CommandLine;
using Moodstream.Silo.Startup;

namespace Moodstream.Silo.Cli;

/// <summary><c>deadletters list</c>.</summary>
internal sealed class DeadLetterListCommand : Command
{
    private const int DefaultLimit = 100;

    private readonly KafkaLocator _kafka;
    private readonly DeadLetterFilterOptions _filter;

    private readonly Option<int> _limit = new("--limit") { Description = "Most letters that are shown.", HelpName = "N", DefaultValueFactory = static _ => DefaultLimit };

    /// <summary>Makes the command.</summary>
    /// <param name="settings">Settings from the command line.</param>
    public DeadLetterListCommand(IReadOnlyDictionary<string, string?> settings)
        : base("list", "List dead letters by partition and offset, and how many there are of each type.")
    {
        _kafka = new KafkaLocator(this, settings);
        _filter = new DeadLetterFilterOptions(this);
        _limit.Validators.Add(result =>
        {
            if (result.GetValueOrDefault<int>() < 1)
            {
                result.AddError("--limit must be above 0.");
            }
        });
        Add(_limit);
        SetAction(RunAsync);
    }

    private async Task<int> RunAsync(ParseResult arguments, CancellationToken cancellationToken)
    {
        using var stop = new StopSignal();
        var box = await _kafka.OpenAsync(arguments, stop.Token);
        var list = await box.ListAsync(_filter.Read(arguments), arguments.GetValue(_limit), stop.Token);
        foreach (var letter in list.Letters)
        {
            Console.WriteLine(DeadLetterWords.Line(letter));
        }

        var shown = list.Matched > list.Letters.Length ? $", the first {list.Letters.Length} shown" : string.Empty;
        var types = string.Concat(list.ByType.Select(type => $"; {type.Key}: {type.Value}"));
        Console.WriteLine($"{Amount.Of(list.Matched, "dead letter")}{shown}{types}");
        return 0;
    }
}
