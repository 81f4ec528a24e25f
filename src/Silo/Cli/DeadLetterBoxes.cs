using System.CommandLine;
using Microsoft.Extensions.Logging.Abstractions;
using Moodstream.Ingest.Redriving;

namespace Moodstream.Silo.Cli;

/// <summary>Finds the dead letters for the verbs about them.</summary>
internal static class DeadLetterBoxes
{
    /// <summary>Finds them.</summary>
    /// <param name="kafka">Finds Kafka.</param>
    /// <param name="arguments">The verb's arguments.</param>
    /// <param name="cancellationToken">Gives up.</param>
    public static async Task<DeadLetterBox> OpenAsync(this KafkaLocator kafka, ParseResult arguments, CancellationToken cancellationToken)
    {
        var (options, endpoint) = await kafka.FindAsync(arguments, cancellationToken);
        return new DeadLetterBox(options, endpoint, NullLoggerFactory.Instance);
    }
}
