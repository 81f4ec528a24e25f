using System.Diagnostics;
using System.Diagnostics.Metrics;
using Moodstream.Abstractions.Telemetry;

namespace Moodstream.Ingest.Telemetry;

/// <summary>This project's spans and metrics.</summary>
internal static class IngestTelemetry
{
    public const string Name = "Moodstream.Ingest";

    public static readonly ActivitySource Source = new(Name);
    public static readonly Meter Meter = new(Name);

    public static readonly Counter<long> Consumed = Meter.CreateCounter<long>(
        "moodstream.posts.consumed", "{post}", "Messages read from the posts topic.");

    public static readonly Counter<long> Published = Meter.CreateCounter<long>(
        "moodstream.events.published", "{event}", "Emotion events whose delivery the server confirmed, by status.");

    public static readonly Counter<long> DeadLetters = Meter.CreateCounter<long>(
        "moodstream.deadletters", "{post}", "Posts that went to the dead-letter topic, by type of failure.");

    public static readonly Counter<long> Retries = Meter.CreateCounter<long>(
        "moodstream.retries", "{call}", "Failed calls that are repeated, by stage.");

    public static readonly Counter<long> GapOffsets = Meter.CreateCounter<long>(
        "moodstream.consumer.gap.offsets", "{offset}", "Offsets that the server dropped before they were read, by topic and partition.");

    public static readonly Counter<long> FeedDropped = Meter.CreateCounter<long>(
        "moodstream.feed.dropped", "{event}", "Events that the live stream did not take.");

    public static readonly Histogram<int> BatchSize = Meter.CreateHistogram(
        "moodstream.ingest.batch.size",
        "{post}",
        "Posts of one classification call.",
        advice: Buckets.BatchSizes);

    /// <summary>
    /// Shows counters to which nothing happened yet as zero, so that rates and alerts see the first record. Their tags come with it; sums are right
    /// from the start.
    /// </summary>
    public static void StartAtZero()
    {
        StageTelemetry.Announce();
        Consumed.Add(0);
        DeadLetters.Add(0);
        Retries.Add(0);
        FeedDropped.Add(0);
        foreach (var status in new[] { "provisional", "revised", "final" })
        {
            Published.Add(0, new KeyValuePair<string, object?>("status", status));
        }
    }
}
