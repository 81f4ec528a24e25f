using System.CommandLine;
using System.Globalization;
using Microsoft.Extensions.Options;
using Moodstream.Abstractions.Posts;
using Moodstream.Abstractions.Settings;
using Moodstream.Grains.Options;
using Moodstream.Ingest.Hosting;
using Moodstream.Ingest.Verifying;
using Moodstream.Silo.Configuration;
using Moodstream.Silo.Startup;

namespace Moodstream.Silo.Cli;

/// <summary><c>verify</c>: decides whether every post is accounted for, from the topics and the timelines.</summary>
internal sealed class VerifyCommand : Command
{
    private readonly IReadOnlyDictionary<string, string?> _settings;

    private readonly KafkaLocator _kafka;

    private readonly Option<Uri?> _api = SiloAddress.Option(
        "--api", "The silo whose timelines are compared; without it the one that was asked for Kafka's address, or else none.");

    /// <summary>Makes the command.</summary>
    /// <param name="settings">Settings from the command line.</param>
    public VerifyCommand(IReadOnlyDictionary<string, string?> settings)
        : base("verify", "Read all topics and the timelines, and tell whether every post is accounted for. The exit code is 0 where all are, else 1.")
    {
        _settings = settings;
        _kafka = new KafkaLocator(this, settings);
        Add(_api);
        SetAction(RunAsync);
    }

    private async Task<int> RunAsync(ParseResult arguments, CancellationToken cancellationToken)
    {
        using var stop = new StopSignal();
        var (kafka, endpoint) = await _kafka.FindAsync(arguments, stop.Token);
        var settings = MoodstreamSettings.Load(_settings);
        await using var services = new ServiceCollection().AddKafka(settings).AddValidated<PartsOptions>(settings).AddValidated<TimelineOptions>(settings).BuildServiceProvider();
        var retention = TimeSpan.FromHours(services.GetRequiredService<IOptions<PartsOptions>>().Value.RetentionHours);
        var timelineRetention = services.GetRequiredService<IOptions<TimelineOptions>>().Value.Retention;
        var verifier = new StreamVerifier(kafka, endpoint, services.GetRequiredService<PostParser>(), retention, timelineRetention, TimeProvider.System);
        using var timelines = (arguments.GetValue(_api) ?? _kafka.Silo) is { } silo ? new SiloTimelines(silo) : null;
        try
        {
            var report = await verifier.RunAsync(timelines, stop.Token);
            Write(report);
            return report.Faults.IsEmpty ? 0 : StartupException.Failed;
        }
        catch (OperationCanceledException) when (stop.Token.IsCancellationRequested)
        {
            throw new StartupException("Stopped before everything was read.");
        }
    }

    private static void Write(VerifyReport report)
    {
        Console.WriteLine(report.Faults.IsEmpty ? "ALL POSTS ACCOUNTED FOR" : "NOT ALL POSTS ARE ACCOUNTED FOR");
        foreach (var fault in report.Faults)
        {
            var more = fault.Count > fault.Examples.Length ? ", …" : string.Empty;
            Console.WriteLine(string.Create(
                CultureInfo.InvariantCulture, $"{FaultWords.Of(fault.Kind)}: {fault.Count} ({string.Join(", ", fault.Examples)}{more})"));
        }

        Console.WriteLine(
            $"{Amount.Of(report.Messages, "message")} with posts: {report.Final} final, {report.Open} open for further parts, "
            + $"{Amount.Of(report.DeadLetters, "dead letter")}{(report.Redriven > 0 ? $" ({report.Redriven} of them sent again)" : "")}, {report.Erased} of erased users");
        Console.WriteLine($"{Amount.Of(report.Events, "event")}, {report.Repeated} of them repeated");
        Console.WriteLine(report.Timelines is { } timelines
            ? $"{Amount.Of(timelines, "timeline")} compared"
            : "Timelines left out; name a silo with --api=http://HOST:PORT to compare them");
        if (report.Dropped > 0)
        {
            Console.WriteLine($"{Amount.Of(report.Dropped, "message")} the server has dropped already; of those nothing can be said, and what is missing above may be among them");
        }
    }
}
