using System.Globalization;
using Confluent.Kafka;
using Moodstream.Abstractions.Posts;
using Moodstream.Ingest.Flow;
using Moodstream.Ingest.Kafka;
using Moodstream.Ingest.Publishing;
using Moodstream.Ingest.Status;

namespace Moodstream.Ingest.DeadLetters;

/// <summary>
/// Puts posts that can never be classified on the dead-letter topic as they came, with the reason in headers. What is too
/// large for that topic is left out step by step (the value, then the other headers and the key), and a header says
/// so: topic, partition and offset still tell where the whole post is.
/// </summary>
internal sealed class DeadLetterPublisher(ReliableProducer producer, string topic, IngestMonitor monitor)
{
    /// <summary>Publishes one dead letter; done when the server confirmed it.</summary>
    public async Task PublishAsync(ConsumedPost post, PostFailure failure, CancellationToken cancellationToken)
    {
        var source = post.Message.Message;
        var reason = Reason(post, failure);
        var kept = source.Headers.Where(static h => !DeadLetterHeaders.IsReserved(h.Key)).ToArray();
        try
        {
            await producer.SendAsync(topic, Letter(source, source.Key, source.Value, [.. kept, .. reason]), cancellationToken);
        }
        catch (MessageTooLargeException)
        {
            try
            {
                await producer.SendAsync(topic, Letter(source, source.Key, null, [.. kept, .. reason, .. Omitted(source, "value")]), cancellationToken);
            }
            catch (MessageTooLargeException)
            {
                await producer.SendAsync(topic, Letter(source, null, null, [.. reason, .. Omitted(source, "value, headers, key")]), cancellationToken);
            }
        }

        monitor.DeadLettered(post.Message.TopicPartitionOffset, failure);
    }

    private static IHeader[] Reason(ConsumedPost post, PostFailure failure) =>
    [
        Header("type", failure.Type),
        Header("message", failure.Message),
        Header("topic", post.Message.Topic),
        Header("partition", post.Message.Partition.Value.ToString(CultureInfo.InvariantCulture)),
        Header("offset", post.Message.Offset.Value.ToString(CultureInfo.InvariantCulture)),
    ];

    private static IHeader[] Omitted(Message<byte[]?, byte[]?> source, string what) =>
    [
        Header("omitted", what),
        Header("value-bytes", (source.Value?.Length ?? 0).ToString(CultureInfo.InvariantCulture)),
    ];

    private static Header Header(string name, string value) => MessageHeaders.Text(DeadLetterHeaders.Error + name, value);

    private static Message<byte[]?, byte[]?> Letter(Message<byte[]?, byte[]?> source, byte[]? key, byte[]? value, IHeader[] headers)
    {
        var all = new Headers();
        foreach (var header in headers)
        {
            all.Add(header.Key, header.GetValueBytes());
        }

        return new Message<byte[]?, byte[]?>
        {
            Key = key,
            Value = value,
            Headers = all,
            // A producer can only give a creation time, whatever kind the post's was.
            Timestamp = source.Timestamp.Type == TimestampType.NotAvailable ? Timestamp.Default : new Timestamp(source.Timestamp.UnixTimestampMs, TimestampType.CreateTime),
        };
    }
}
