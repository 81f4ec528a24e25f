using System.Diagnostics;
using System.Diagnostics.Metrics;

namespace Moodstream.Inference;

/// <summary>The spans and instruments of this library.</summary>
internal static class InferenceTelemetry
{
    public const string Name = "Moodstream.Inference";

    private static readonly Meter Meter = new(Name);

    public static readonly ActivitySource Source = new(Name);

    public static readonly Histogram<int> BatchSize =
        Meter.CreateHistogram<int>("moodstream.batch.size", "{item}", "Items in a batch.");

    public static readonly Histogram<double> QueueDuration =
        Meter.CreateHistogram<double>("moodstream.inference.queue.duration", "s", "Time that an item waits for its batch to start.");

    public static readonly Histogram<double> ComputeDuration =
        Meter.CreateHistogram<double>("moodstream.inference.compute.duration", "s", "Time that a batch takes on its device.");

    public static readonly Counter<long> Inferences =
        Meter.CreateCounter<long>("moodstream.inference.items", "{item}", "Items that were computed.");

    public static readonly Counter<long> Executions =
        Meter.CreateCounter<long>("moodstream.inference.executions", "{batch}", "Batches that were computed.");

    public static readonly Counter<long> ContentFailures =
        Meter.CreateCounter<long>("moodstream.inference.content.failures", "{item}", "Contents that cannot be encoded, by type.");
}
