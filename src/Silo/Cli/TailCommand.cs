using System.CommandLine;
using Moodstream.Ingest.Tailing;
using Moodstream.Silo.Startup;

namespace Moodstream.Silo.Cli;

/// <summary><c>tail</c>: prints emotion events as they are published, one JSON object a line.</summary>
internal sealed class TailCommand : Command
{
    private static readonly byte[] LineEnd = "\n"u8.ToArray();

    private readonly KafkaLocator _kafka;

    private readonly Option<bool> _fromBeginning = new("--from-beginning") { Description = "Begin with the oldest event instead of the next." };

    private readonly Option<bool> _once = new("--once") { Description = "End at the end of the topic instead of waiting for more." };

    /// <summary>Makes the command.</summary>
    /// <param name="settings">Settings from the command line.</param>
    public TailCommand(IReadOnlyDictionary<string, string?> settings)
        : base("tail", "Print emotion events as they are published, one JSON object a line, until stopped or until nobody reads them any more.")
    {
        _kafka = new KafkaLocator(this, settings);
        Add(_fromBeginning);
        Add(_once);
        SetAction(RunAsync);
    }

    private async Task<int> RunAsync(ParseResult arguments, CancellationToken cancellationToken)
    {
        using var stop = new StopSignal();
        using var ends = OutputReader.Watch(stop.Token);
        var (kafka, endpoint) = await _kafka.FindAsync(arguments, ends.Token);
        await using var output = Console.OpenStandardOutput();
        await foreach (var emotion in EmotionTail.ReadAsync(
            kafka, endpoint, arguments.GetValue(_fromBeginning), follow: !arguments.GetValue(_once), cancellationToken: ends.Token))
        {
            await output.WriteAsync(emotion.Data, cancellationToken);
            await output.WriteAsync(LineEnd, cancellationToken);
            await output.FlushAsync(cancellationToken);
        }

        return 0;
    }
}
