using System.CommandLine;
using Moodstream.Ingest.Redriving;
using Moodstream.Silo.Startup;

namespace Moodstream.Silo.Cli;

/// <summary><c>deadletters redrive</c>.</summary>
internal sealed class DeadLetterRedriveCommand : Command
{
    private readonly KafkaLocator _kafka;
    private readonly DeadLetterFilterOptions _filter;

    private readonly Option<bool> _all = new("--all") { Description = "Every dead letter, where there is no filter." };
    private readonly Option<bool> _again = new("--again") { Description = "Also those whose posts were sent again before." };
    private readonly Option<bool> _dryRun = new("--dry-run") { Description = "Count only." };

    /// <summary>Makes the command.</summary>
    /// <param name="settings">Settings from the command line.</param>
    public DeadLetterRedriveCommand(IReadOnlyDictionary<string, string?> settings)
        : base("redrive", "Send the posts of dead letters to the posts topic again, as they came, and record it.")
    {
        _kafka = new KafkaLocator(this, settings);
        _filter = new DeadLetterFilterOptions(this);
        Add(_all);
        Add(_again);
        Add(_dryRun);
        SetAction(RunAsync);
    }

    private async Task<int> RunAsync(ParseResult arguments, CancellationToken cancellationToken)
    {
        using var stop = new StopSignal();
        var filter = _filter.Read(arguments);
        if (filter.IsEmpty != arguments.GetValue(_all))
        {
            throw new StartupException(
                filter.IsEmpty ? "Name a filter, such as --type, or --all to send every dead letter's post again." : "Name filters or --all, not both.", StartupException.Usage);
        }

        var box = await _kafka.OpenAsync(arguments, stop.Token);
        var dryRun = arguments.GetValue(_dryRun);
        try
        {
            Write(await box.RedriveAsync(filter, arguments.GetValue(_again), dryRun, stop.Token), dryRun);
            return 0;
        }
        catch (RedriveStoppedException exception)
        {
            throw new StartupException(exception.Message);
        }
    }

    private static void Write(RedriveReport report, bool dryRun)
    {
        Console.WriteLine(
            $"{Amount.Of(report.Matched, "dead letter")}: {(dryRun ? $"{Amount.Of(report.Sent, "post")} would be sent again" : $"{Amount.Of(report.Sent, "post")} sent again")}");
        Left(report.Earlier, "left out, since it was done before (--again does it once more)");
        Left(report.Repeated, "left out, since another letter holds the same post");
        Left(report.Omitted, "cannot be sent, since the post was too large for its letter; `deadletters show` tells where it stands");
        Left(report.Foreign, "cannot be sent, since the post came on another topic than Kafka:PostsTopic");

        static void Left(long count, string why)
        {
            if (count > 0)
            {
                Console.WriteLine($"{count} {why}");
            }
        }
    }
}
