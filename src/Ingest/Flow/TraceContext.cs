using System.Diagnostics;
using System.Text;
using Moodstream.Ingest.Kafka;
using Moodstream.Ingest.Telemetry;

namespace Moodstream.Ingest.Flow;

/// <summary>W3C trace context in Kafka headers.</summary>
internal static class TraceContext
{
    /// <summary>
    /// Most bytes of a <c>tracestate</c> that go on to the event: what W3C Trace Context asks every system to carry. A longer one is left out,
    /// as the recommendation allows.
    /// </summary>
    private const int MaxStateBytes = 512;

    /// <summary>Starts the span of one message as a child of the context that its headers carry; null where nobody listens.</summary>
    public static Activity? Start(ConsumedPost post)
    {
        if (!IngestTelemetry.Source.HasListeners())
        {
            return null;
        }

        ActivityContext.TryParse(post.TextHeader(TraceHeaders.Parent), Limited(post.TextHeader(TraceHeaders.State)), isRemote: true, out var parent);
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
    public static byte[] ParentOfEvent(ConsumedPost post)
    {
        if (post.Activity?.Id is { } own)
        {
            return Encoding.ASCII.GetBytes(own);
        }

        return post.Header(TraceHeaders.Parent) is { } incoming && ActivityContext.TryParse(Encoding.UTF8.GetString(incoming), null, out _)
            ? incoming
            : Unsampled();
    }

    /// <summary>What the post's event carries beside the context; null for nothing.</summary>
    public static byte[]? StateOfEvent(ConsumedPost post)
    {
        var state = post.Activity is { } activity
            ? activity.TraceStateString is { } own ? Encoding.UTF8.GetBytes(own) : null
            : post.Header(TraceHeaders.State);
        return state?.Length <= MaxStateBytes ? state : null;
    }

    /// <summary>A context that nobody records: <c>00-</c>, a random trace id, <c>-</c>, a random span id, <c>-00</c>, in lower-case hexadecimal.</summary>
    public static byte[] Unsampled()
    {
        Span<byte> ids = stackalloc byte[24];
        Random.Shared.NextBytes(ids);
        var parent = "00-00000000000000000000000000000000-0000000000000000-00"u8.ToArray();
        Convert.TryToHexStringLower(ids[..16], parent.AsSpan(3), out _);
        Convert.TryToHexStringLower(ids[16..], parent.AsSpan(36), out _);
        return parent;
    }

    private static string? Limited(string? state) => state?.Length <= MaxStateBytes ? state : null;
}
