using Microsoft.AspNetCore.Connections;
using Microsoft.Extensions.Options;
using Moodstream.Grains.Storage;
using Moodstream.Inference.Models;
using Moodstream.Ingest.Kafka;
using StackExchange.Redis;

namespace Moodstream.Silo.Startup;

/// <summary>Turns what an operator can mend into one line; anything else is a defect and keeps its stack trace.</summary>
internal static class StartupFailure
{
    /// <summary>How the configuration binder begins when a value has the wrong type; it has no exception type of its own.</summary>
    private const string BinderPrefix = "Failed to convert configuration value";

    /// <summary>Describes a failure.</summary>
    /// <param name="exception">What was thrown.</param>
    /// <returns>The line and the exit code; null for a defect.</returns>
    public static StartupException? TryDescribe(Exception exception) => exception switch
    {
        StartupException startup => startup,
        DeviceUnavailableException or ModelBundleException or KafkaUnreachableException or TimelineStoreException =>
            new StartupException(OneLine(exception.Message)),
        AggregateException { InnerExceptions: [var only] } => TryDescribe(only),
        OptionsValidationException options => new StartupException(OneLine(string.Join(" ", options.Failures))),
        RedisConnectionException => new StartupException(
            "No Redis server answers at the address in Cluster:Redis; start one there, correct the setting, or set Cluster:Membership=localhost."),
        InvalidOperationException when exception.Message.StartsWith(BinderPrefix, StringComparison.Ordinal) =>
            new StartupException(OneLine($"{exception.Message} Give the setting a value of that type.")),
        IOException { InnerException: AddressInUseException } => new StartupException(
            "An address in urls is already in use; stop the program that listens there, or start with --urls=http://127.0.0.1:PORT."),
        _ => null,
    };

    private static string OneLine(string text) => text.ReplaceLineEndings(" ");
}
