using System.Text;
using System.Text.Json;
using Confluent.Kafka;
using Moodstream.Abstractions.Emotions;
using Moodstream.Ingest.Kafka;
using Moodstream.Ingest.Status;

namespace Moodstream.Ingest.Publishing;

/// <summary>Publishes events as CloudEvents 1.0 in binary mode: attributes in headers, the event as the value, keyed by user.</summary>
internal sealed class EmotionPublisher(ReliableProducer producer, string topic, string source, IngestMonitor monitor)
{
    private const string EventType = "moodstream.emotion.v1";

    private static readonly byte[] SpecVersion = "1.0"u8.ToArray();
    private static readonly byte[] Type = Encoding.UTF8.GetBytes(EventType);
    private static readonly byte[] ContentType = "application/json"u8.ToArray();

    private readonly byte[] _source = Encoding.UTF8.GetBytes(source);

    /// <summary>Publishes one event; done when the server confirmed it.</summary>
    public async Task PublishAsync(EmotionEvent emotion, string traceParent, string? traceState, CancellationToken cancellationToken)
    {
        await producer.SendAsync(topic, Message(emotion, traceParent, traceState), cancellationToken);
        monitor.Published(emotion);
    }

    /// <summary>
    /// Publishes a tombstone, the user as key and no value: whatever came before it of the user is to be erased. Done
    /// when the server confirmed it.
    /// </summary>
    public Task PublishErasureAsync(string userId, CancellationToken cancellationToken) =>
        producer.SendAsync(topic, new Message<byte[]?, byte[]?> { Key = Encoding.UTF8.GetBytes(userId), Value = null }, cancellationToken);

    private Message<byte[]?, byte[]?> Message(EmotionEvent emotion, string traceParent, string? traceState)
    {
        var headers = new Headers
        {
            { "ce_specversion", SpecVersion },
            { "ce_id", Encoding.UTF8.GetBytes(emotion.EventId) },
            { "ce_type", Type },
            { "ce_source", _source },
            { "ce_subject", Encoding.UTF8.GetBytes(emotion.PostId) },
            { "ce_time", Encoding.UTF8.GetBytes(emotion.ClassifiedAt.UtcDateTime.ToString("O", System.Globalization.CultureInfo.InvariantCulture)) },
            { "content-type", ContentType },
            { TraceHeaders.Parent, Encoding.UTF8.GetBytes(traceParent) },
        };
        if (traceState is not null)
        {
            headers.Add(TraceHeaders.State, Encoding.UTF8.GetBytes(traceState));
        }

        return new Message<byte[]?, byte[]?>
        {
            Key = Encoding.UTF8.GetBytes(emotion.UserId),
            Value = JsonSerializer.SerializeToUtf8Bytes(emotion, EmotionJson.Default.EmotionEvent),
            Headers = headers,
        };
    }
}
