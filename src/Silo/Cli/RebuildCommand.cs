using System.CommandLine;
using Microsoft.Extensions.Options;
using Moodstream.Abstractions.Settings;
using Moodstream.Grains.Hosting;
using Moodstream.Grains.Options;
using Moodstream.Grains.Postgres;
using Moodstream.Grains.Storage;
using Moodstream.Ingest.Kafka;
using Moodstream.Ingest.Options;
using Moodstream.Ingest.Tailing;
using Moodstream.Silo.Configuration;
using Moodstream.Silo.Startup;

namespace Moodstream.Silo.Cli;

/// <summary><c>rebuild-timelines</c>: takes events that the timelines lack from the topic of events.</summary>
internal sealed class RebuildCommand : Command
{
    private readonly IReadOnlyDictionary<string, string?> _settings;

    private readonly KafkaLocator _kafka;

    /// <summary>Makes the command.</summary>
    /// <param name="settings">Settings from the command line.</param>
    public RebuildCommand(IReadOnlyDictionary<string, string?> settings)
        : base("rebuild-timelines", "Put the events of the topic into the timelines that lack them, at Timeline:Path while no silo runs there, or in PostgreSQL; what was erased does not come back.")
    {
        _settings = settings;
        _kafka = new KafkaLocator(this, settings);
        SetAction(RunAsync);
    }

    private async Task<int> RunAsync(ParseResult arguments, CancellationToken cancellationToken)
    {
        using var stop = new StopSignal();
        var settings = MoodstreamSettings.Load(_settings);
        await using var services = new ServiceCollection().AddValidated<TimelineOptions>(settings).AddPostgres(settings).BuildServiceProvider();
        var timelines = services.GetRequiredService<IOptions<TimelineOptions>>().Value;
        await using var rebuild = timelines.IsPostgres
            ? PostgresRebuild.Open(services.GetRequiredService<PostgresDatabase>(), timelines)
            : TimelineRebuild.Open(timelines);
        var (kafka, endpoint) = await _kafka.FindAsync(arguments, stop.Token);
        var erasures = await ErasuresAsync(kafka, endpoint, stop.Token);
        foreach (var (user, erasure) in erasures)
        {
            await rebuild.EraseAsync(user, erasure.At);
        }

        var (events, others) = (0L, 0L);
        await foreach (var tailed in EmotionTail.ReadAsync(kafka, endpoint, fromBeginning: true, follow: false, cancellationToken: stop.Token))
        {
            // Whatever their times say, events before a tombstone are erased.
            if (!tailed.Data.IsEmpty && !(erasures.TryGetValue(tailed.Key ?? string.Empty, out var erasure) && tailed.Offset < erasure.Offset))
            {
                (events, others) = await rebuild.AddAsync(tailed.Data, tailed.At) ? (events + 1, others) : (events, others + 1);
            }
        }

        await rebuild.FlushAsync();
        if (stop.Token.IsCancellationRequested)
        {
            throw new StartupException("Stopped before the end of the topic; what was read is in the timelines, and a repetition goes on from there.");
        }

        Console.WriteLine(
            $"{Amount.Of(events, "event")} read, {rebuild.Present} of them in the timelines before; {Amount.Of(erasures.Count, "user")} erased, and {Amount.Of(rebuild.Erased, "event")} of late posts of theirs left out"
            + (rebuild.Expired > 0 ? $"; {Amount.Of(rebuild.Expired, "event")} past Timeline:RetentionDays left out" : string.Empty)
            + (others > 0 ? $"; {Amount.Of(others, "message")} were no events" : string.Empty));
        return 0;
    }

    /// <summary>The latest tombstone of each user.</summary>
    private static async Task<Dictionary<string, TailedEvent>> ErasuresAsync(KafkaOptions kafka, KafkaEndpoint endpoint, CancellationToken stop)
    {
        var erasures = new Dictionary<string, TailedEvent>(StringComparer.Ordinal);
        await foreach (var tailed in EmotionTail.ReadAsync(kafka, endpoint, fromBeginning: true, follow: false, cancellationToken: stop))
        {
            if (tailed is { Data.IsEmpty: true, Key: { } user })
            {
                erasures[user] = tailed;
            }
        }

        return erasures;
    }
}
