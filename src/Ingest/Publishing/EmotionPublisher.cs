using System.Globalization;
using System.Text;
using Confluent.Kafka;
using Moodstream.Abstractions.Emotions;
using Moodstream.Ingest.Flow;
using Moodstream.Ingest.Kafka;
using Moodstream.Ingest.Status;

namespace Moodstream.Ingest.Publishing;

/// <summary>Publishes events as CloudEvents 1.0 in binary mode: attributes in headers, the event as the value, keyed by user.</summary>
/// <param name="producer">Sends them; its delivery reports tell the value.</param>
/// <param name="topic">The topic of events.</param>
/// <param name="source">The <c>ce_source</c>.</param>
/// <param name="monitor">Hears of what was published.</param>
internal sealed class EmotionPublisher(ReliableProducer producer, string topic, string source, IngestMonitor monitor)
{
    private static readonly Header SpecVersion = new("ce_specversion", "1.0"u8.ToArray());
    private static readonly Header Type = new("ce_type", "moodstream.emotion.v1"u8.ToArray());
    private static readonly Header ContentType = new("content-type", "application/json"u8.ToArray());

    private readonly Header _source = new("ce_source", Encoding.UTF8.GetBytes(source));

    /// <summary>Begins to publish events that are confirmed together.</summary>
    public Batch Begin() => new(this, producer.Begin(topic), monitor);

    /// <summary>
    /// Publishes a tombstone, the user as key and no value: whatever came before it of the user is to be erased. Done
    /// when the server confirmed it.
    /// </summary>
    public Task PublishErasureAsync(string userId, CancellationToken cancellationToken) =>
        producer.SendAsync(topic, new Message<byte[]?, byte[]?> { Key = Encoding.UTF8.GetBytes(userId), Value = null }, cancellationToken);

    /// <summary>Publishes an event that no post in the stream carries; done when the server confirmed it.</summary>
    public async Task PublishAsync(EmotionEvent emotion, byte[] json, CancellationToken cancellationToken)
    {
        await producer.SendAsync(topic, Message(emotion, json, Time(emotion.ClassifiedAt), TraceContext.Unsampled(), null), cancellationToken);
        monitor.Published([emotion.Status]);
    }

    private static Header Time(DateTimeOffset classifiedAt) =>
        new("ce_time", Encoding.UTF8.GetBytes(classifiedAt.UtcDateTime.ToString("yyyy-MM-ddTHH:mm:ss.fffZ", CultureInfo.InvariantCulture)));

    private Message<byte[]?, byte[]?> Message(EmotionEvent emotion, byte[] json, Header time, byte[] traceParent, byte[]? traceState)
    {
        var headers = new Headers
        {
            SpecVersion,
            { "ce_id", Encoding.UTF8.GetBytes(emotion.EventId) },
            Type,
            _source,
            { "ce_subject", Encoding.UTF8.GetBytes(emotion.PostId) },
            time,
            ContentType,
            { TraceHeaders.Parent, traceParent },
        };
        if (traceState is not null)
        {
            headers.Add(TraceHeaders.State, traceState);
        }

        return new Message<byte[]?, byte[]?> { Key = Encoding.UTF8.GetBytes(emotion.UserId), Value = json, Headers = headers };
    }

    /// <summary>Events on their way to the topic, in the order in which they were added.</summary>
    internal sealed class Batch(EmotionPublisher publisher, ProducedBatch batch, IngestMonitor monitor)
    {
        private readonly List<ConsumedPost> _posts = [];

        // Posts that were classified together share the header.
        private (DateTimeOffset At, Header Header) _time;

        /// <summary>The posts whose events are in the batch.</summary>
        public IReadOnlyList<ConsumedPost> Posts => _posts;

        /// <summary>Sends a post's event; it is in the producer's queue when this returns.</summary>
        public void Add(ConsumedPost post)
        {
            var classifiedAt = post.Event!.ClassifiedAt;
            if (_time.Header is null || _time.At != classifiedAt)
            {
                _time = (classifiedAt, Time(classifiedAt));
            }

            batch.Add(publisher.Message(post.Event, post.Json!, _time.Header, TraceContext.ParentOfEvent(post), TraceContext.StateOfEvent(post)));
            _posts.Add(post);
        }

        /// <summary>Waits until the server confirmed every event.</summary>
        /// <returns>Posts whose events are larger than the server takes.</returns>
        public async Task<IReadOnlyList<ConsumedPost>> CompleteAsync(CancellationToken cancellationToken)
        {
            var tooLarge = await batch.CompleteAsync(cancellationToken);
            List<ConsumedPost> refused = tooLarge.Count == 0 ? [] : _posts.FindAll(post => tooLarge.Any(message => ReferenceEquals(message.Value, post.Json)));
            refused.ForEach(post => _posts.Remove(post));
            monitor.Published(_posts.ConvertAll(static post => post.Event!.Status));
            return refused;
        }
    }
}
