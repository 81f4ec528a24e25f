using System.Diagnostics;
using System.Diagnostics.Metrics;
using Moodstream.Abstractions.Telemetry;

namespace Moodstream.Inference.Telemetry;

/// <summary>The spans and instruments of this library.</summary>
internal static class InferenceTelemetry
{
    public const string Name = "Moodstream.Inference";

    public static readonly ActivitySource Source = new(Name);

    private static readonly Meter Meter = new(Name);

    public static readonly Histogram<int> BatchSize =
        Meter.CreateHistogram("moodstream.inference.batch.size", "{item}", "Items that a device computed at once.", advice: Buckets.BatchSizes);

    public static readonly Histogram<double> QueueDuration =
        Meter.CreateHistogram("moodstream.inference.queue.duration", "s", "Time that an item waits for its batch to start.", advice: Buckets.Seconds);

    public static readonly Histogram<double> ComputeDuration =
        Meter.CreateHistogram("moodstream.inference.compute.duration", "s", "Time that a batch takes on its device.", advice: Buckets.Seconds);

    public static readonly Counter<long> Inferences =
        Meter.CreateCounter<long>("moodstream.inference.items", "{item}", "Items that were computed.");

    public static readonly Counter<long> Abandoned =
        Meter.CreateCounter<long>("moodstream.inference.abandoned", "{item}", "Items that were dropped before they were computed, since their caller gave up or their deadline passed.");

    public static readonly Counter<long> Executions =
        Meter.CreateCounter<long>("moodstream.inference.executions", "{batch}", "Batches that were computed.");

    public static readonly Counter<long> ContentFailures =
        Meter.CreateCounter<long>("moodstream.inference.content.failures", "{item}", "Contents that cannot be encoded, by type.");

    public static readonly Counter<long> WorkerLosses =
        Meter.CreateCounter<long>("moodstream.inference.worker.losses", "{process}", "Processes for decoding pictures that ended or were killed, by cause.");

    /// <summary>Shows counters of a device to which nothing happened yet as zero, so that rates and alerts see the first record.</summary>
    /// <param name="device">The tags that the device's counters have.</param>
    public static void StartAtZero(in TagList device)
    {
        Inferences.Add(0, device);
        Abandoned.Add(0, device);
        Executions.Add(0, device);
        ContentFailures.Add(0);
        WorkerLosses.Add(0);
    }
}
