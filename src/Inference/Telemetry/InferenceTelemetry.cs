using System.Diagnostics;
using System.Diagnostics.Metrics;

namespace Moodstream.Inference.Telemetry;

/// <summary>The spans and instruments of this library.</summary>
internal static class InferenceTelemetry
{
    public const string Name = "Moodstream.Inference";

    public static readonly ActivitySource Source = new(Name);

    private static readonly Meter Meter = new(Name);

    // The usual boundaries of histograms are made for milliseconds.
    private static readonly InstrumentAdvice<double> Seconds = new()
    {
        HistogramBucketBoundaries = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10],
    };

    private static readonly InstrumentAdvice<int> PowersOfTwo = new() { HistogramBucketBoundaries = [1, 2, 4, 8, 16, 32, 64, 128, 256] };

    public static readonly Histogram<int> BatchSize =
        Meter.CreateHistogram("moodstream.inference.batch.size", "{item}", "Items that a device computed at once.", advice: PowersOfTwo);

    public static readonly Histogram<double> QueueDuration =
        Meter.CreateHistogram("moodstream.inference.queue.duration", "s", "Time that an item waits for its batch to start.", advice: Seconds);

    public static readonly Histogram<double> ComputeDuration =
        Meter.CreateHistogram("moodstream.inference.compute.duration", "s", "Time that a batch takes on its device.", advice: Seconds);

    public static readonly Counter<long> Inferences =
        Meter.CreateCounter<long>("moodstream.inference.items", "{item}", "Items that were computed.");

    public static readonly Counter<long> Executions =
        Meter.CreateCounter<long>("moodstream.inference.executions", "{batch}", "Batches that were computed.");

    public static readonly Counter<long> ContentFailures =
        Meter.CreateCounter<long>("moodstream.inference.content.failures", "{item}", "Contents that cannot be encoded, by type.");
}
