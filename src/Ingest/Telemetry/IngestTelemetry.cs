using System.Diagnostics;
using System.Diagnostics.Metrics;

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

    public static readonly Histogram<double> StageDuration = Meter.CreateHistogram(
        "moodstream.stage.duration",
        "s",
        "Time that a batch spends in a stage.",
        advice: new InstrumentAdvice<double> { HistogramBucketBoundaries = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10] });

    public static readonly Histogram<int> BatchSize = Meter.CreateHistogram(
        "moodstream.ingest.batch.size",
        "{post}",
        "Posts of one classification call.",
        advice: new InstrumentAdvice<int> { HistogramBucketBoundaries = [1, 2, 4, 8, 16, 32, 64, 128, 256, 512] });

    /// <summary>Adds the time since <paramref name="started"/>, a timestamp of <paramref name="time"/>, to a stage.</summary>
    public static void RecordStage(string stage, TimeProvider time, long started) =>
        StageDuration.Record(time.GetElapsedTime(started).TotalSeconds, new KeyValuePair<string, object?>("stage", stage));
}
