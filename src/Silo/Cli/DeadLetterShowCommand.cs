using System.CommandLine;
using System.Globalization;
using Moodstream.Ingest.Redriving;
using Moodstream.Silo.Startup;

namespace Moodstream.Silo.Cli;

/// <summary><c>deadletters show</c>.</summary>
internal sealed class DeadLetterShowCommand : Command
{
    private readonly KafkaLocator _kafka;

    private readonly Argument<(int Partition, long Offset)> _letter = new("letter")
    {
        Description = "Its partition and offset, as `deadletters list` shows them, such as 0/17.",
        CustomParser = static result =>
        {
            if (result.Tokens[0].Value.Split('/') is [var first, var second]
                && int.TryParse(first, NumberStyles.None, CultureInfo.InvariantCulture, out var partition)
                && long.TryParse(second, NumberStyles.None, CultureInfo.InvariantCulture, out var offset))
            {
                return (partition, offset);
            }

            result.AddError("The letter must be PARTITION/OFFSET, such as 0/17.");
            return default;
        },
    };

    /// <summary>Makes the command.</summary>
    /// <param name="settings">Settings from the command line.</param>
    public DeadLetterShowCommand(IReadOnlyDictionary<string, string?> settings)
        : base("show", "Show all that is known of one dead letter but what its post says.")
    {
        _kafka = new KafkaLocator(this, settings);
        Add(_letter);
        SetAction(RunAsync);
    }

    private async Task<int> RunAsync(ParseResult arguments, CancellationToken cancellationToken)
    {
        using var stop = new StopSignal();
        var (partition, offset) = arguments.GetValue(_letter);
        var box = await _kafka.OpenAsync(arguments, stop.Token);
        var filter = new DeadLetterFilter { Partition = partition, FromOffset = offset, ToOffset = offset };
        var letter = (await box.ListAsync(filter, 1, stop.Token)).Letters.FirstOrDefault()
            ?? throw new StartupException($"There is no dead letter {partition}/{offset}; `deadletters list` shows those that there are.");
        foreach (var line in DeadLetterWords.All(letter))
        {
            Console.WriteLine(line);
        }

        return 0;
    }
}
