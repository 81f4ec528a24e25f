namespace Moodstream.Ingest.Kafka;

/// <summary>Names of the headers that carry W3C trace context.</summary>
internal static class TraceHeaders
{
    public const string Parent = "traceparent";
    public const string State = "tracestate";
}
