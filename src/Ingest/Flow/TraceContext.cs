using System.Diagnostics;
using Moodstream.Ingest.Kafka;
using Moodstream.Ingest.Telemetry;

namespace Moodstream.Ingest.Flow;

/// <summary>W3C trace context in Kafka headers.</summary>
internal static class TraceContext
{
    /// <summary>Starts the span of one message as a child of the context that its headers carry; null where nobody listens.</summary>
    public static Activity? Start(ConsumedPost post)
    {
        if (!IngestTelemetry.Source.HasListeners())
        {
            return null;
        }

        ActivityContext.TryParse(post.Header(TraceHeaders.Parent), post.Header(TraceHeaders.State), isRemote: true, out var parent);
        var activity = IngestTelemetry.Source.StartActivity(
            $"process {post.Message.Topic}",
            ActivityKind.Consumer,
            parent,
            [
                new("messaging.system", "kafka"),
                new("messaging.operation.type", "process"),
                new("messaging.destination.name", post.Message.Topic),
                new("messaging.destination.partition.id", post.Message.Partition.Value.ToString(System.Globalization.CultureInfo.InvariantCulture)),
                new("messaging.kafka.offset", post.Message.Offset.Value),
            ]);
        // Many posts are open at a time on one flow; none of them is the current one.
        Activity.Current = null;
        return activity;
    }

    /// <summary>The context that the post's event carries: its span, else what came in, else a new unsampled one.</summary>
    public static string ParentOfEvent(ConsumedPost post)
    {
        if (post.Activity?.Id is { } own)
        {
            return own;
        }

        var incoming = post.Header(TraceHeaders.Parent);
        return ActivityContext.TryParse(incoming, null, out _)
            ? incoming!
            : $"00-{ActivityTraceId.CreateRandom().ToHexString()}-{ActivitySpanId.CreateRandom().ToHexString()}-00";
    }
}
