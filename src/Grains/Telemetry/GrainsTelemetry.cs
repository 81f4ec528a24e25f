using System.Diagnostics;
using System.Diagnostics.Metrics;
using Moodstream.Abstractions.Posts;
using Moodstream.Abstractions.Telemetry;
using Moodstream.Grains.Interfaces.Classifying;

namespace Moodstream.Grains.Telemetry;

/// <summary>Spans and measurements of the grains.</summary>
internal static class GrainsTelemetry
{
    /// <summary>Name of the activity source and of the meter.</summary>
    public const string Name = "Moodstream.Grains";

    /// <summary>Where the grains' spans start.</summary>
    public static readonly ActivitySource Source = new(Name);

    private static readonly Meter Meter = new(Name);

    private static readonly Histogram<int> BatchSize = Meter.CreateHistogram(
        "moodstream.batch.size", "{post}", "Contents of one modality that were encoded in one call.", advice: Buckets.BatchSizes);

    private static readonly Counter<long> DeviceRetries = Meter.CreateCounter<long>(
        "moodstream.device.retries", "{batch}", "Batches that went on to another device.");

    private static readonly UpDownCounter<long> DeviceWaiting = Meter.CreateUpDownCounter<long>(
        "moodstream.device.waiting", "{content}", "Contents that wait until a device can take them.");

    private static readonly Counter<long> UnreadContents = Meter.CreateCounter<long>(
        "moodstream.post.unread", "{content}", "Contents that could not be read, of posts that were classified without them.");

    private static readonly Counter<long> TimelineEntries = Meter.CreateCounter<long>(
        "moodstream.timeline.appended", "{event}", "Events given to the timeline store, repetitions included.");

    private static readonly Histogram<double> TimelineWrites = Meter.CreateHistogram(
        "moodstream.timeline.write.duration", "s", "Time of one write to the timeline store.", advice: Buckets.Seconds);

    /// <summary>Shows counters to which nothing happened yet as zero, so that rates and alerts see the first record; tags come with it.</summary>
    public static void StartAtZero()
    {
        DeviceRetries.Add(0);
        DeviceWaiting.Add(0);
        TimelineEntries.Add(0);
        UnreadContents.Add(0);
    }

    /// <summary>Records the size of a batch.</summary>
    /// <param name="modality">What was encoded.</param>
    /// <param name="contents">How many contents, at least 1.</param>
    public static void Batch(Modality modality, int contents) =>
        BatchSize.Record(contents, new KeyValuePair<string, object?>("modality", modality.Name));

    /// <summary>Counts a batch that a device failed and another one takes over.</summary>
    /// <param name="device">The device that failed.</param>
    public static void DeviceFailed(DeviceKey device) =>
        DeviceRetries.Add(1, new KeyValuePair<string, object?>("device", device.ToString()));

    /// <summary>Counts contents that begin or end to wait for a device.</summary>
    /// <param name="modality">What they bring.</param>
    /// <param name="contents">How many begin; negative for those that end.</param>
    public static void Waits(Modality modality, int contents) =>
        DeviceWaiting.Add(contents, new KeyValuePair<string, object?>("modality", modality.Name));

    /// <summary>Counts a content that could not be read, of a post that is classified without it.</summary>
    /// <param name="modality">What it was.</param>
    /// <param name="type">Type of the failure.</param>
    public static void Unread(Modality modality, string type) =>
        UnreadContents.Add(1, new("modality", modality.Name), new("type", type));

    /// <summary>Records a write to the timeline store.</summary>
    /// <param name="events">Events in it.</param>
    /// <param name="elapsed">How long it took.</param>
    public static void TimelineWritten(int events, TimeSpan elapsed)
    {
        TimelineEntries.Add(events);
        TimelineWrites.Record(elapsed.TotalSeconds);
    }
}
