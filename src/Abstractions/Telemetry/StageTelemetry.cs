using System.Diagnostics.Metrics;
using Moodstream.Abstractions.Emotions;

namespace Moodstream.Abstractions.Telemetry;

/// <summary>
/// Where the time goes: the histogram <c>moodstream.stage.duration</c> of the meter <see cref="Name"/>, with the tag
/// <c>stage</c>. Stages of a post are <c>queue</c>, <c>decode</c>, <c>embed</c> and <c>fuse</c>; whoever handles batches adds its own.
/// </summary>
public static class StageTelemetry
{
    /// <summary>Name of the meter.</summary>
    public const string Name = "Moodstream.Stages";

    private static readonly Meter Meter = new(Name);

    private static readonly Histogram<double> Duration = Meter.CreateHistogram(
        "moodstream.stage.duration", "s", "Time that a post or a batch of posts spent in a stage.", advice: Buckets.Seconds);

    /// <summary>Makes the histogram known before its first record.</summary>
    public static void Announce() => ArgumentNullException.ThrowIfNull(Duration);

    /// <summary>Records where the time of one classified post went.</summary>
    /// <param name="timings">Its stages.</param>
    public static void Record(StageTimings timings)
    {
        ArgumentNullException.ThrowIfNull(timings);
        Record("queue", TimeSpan.FromMilliseconds(timings.QueueMs));
        Record("decode", TimeSpan.FromMilliseconds(timings.DecodeMs));
        Record("embed", TimeSpan.FromMilliseconds(timings.EmbedMs));
        Record("fuse", TimeSpan.FromMilliseconds(timings.FuseMs));
    }

    /// <summary>Records the time of a stage.</summary>
    /// <param name="stage">Name of the stage; one of few.</param>
    /// <param name="elapsed">How long it took.</param>
    public static void Record(string stage, TimeSpan elapsed) =>
        Duration.Record(elapsed.TotalSeconds, new KeyValuePair<string, object?>("stage", stage));
}
