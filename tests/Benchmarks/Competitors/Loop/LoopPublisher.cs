using System.Globalization;
using System.Text;
using Confluent.Kafka;
using Moodstream.Abstractions.Posts;
using Moodstream.Benchmarks.Brokers;
using ErrorCode = Confluent.Kafka.ErrorCode;

namespace Moodstream.Benchmarks.Competitors.Loop;

/// <summary>Sends events with the headers that Moodstream gives them.</summary>
/// <param name="topics">Where to.</param>
internal sealed class LoopPublisher(RunTopics topics) : IDisposable
{
    private static readonly Header SpecVersion = new("ce_specversion", "1.0"u8.ToArray());
    private static readonly Header Type = new("ce_type", "moodstream.emotion.v1"u8.ToArray());
    private static readonly Header Source = new("ce_source", "urn:moodstream"u8.ToArray());
    private static readonly Header ContentType = new("content-type", "application/json"u8.ToArray());

    private readonly IProducer<byte[], byte[]> _producer = new ProducerBuilder<byte[], byte[]>(new ProducerConfig
    {
        BootstrapServers = topics.Bootstrap,
        EnableIdempotence = true,
        Acks = Acks.All,
        LingerMs = 2,
        QueueBufferingMaxKbytes = 256 * 1024,
        Partitioner = Partitioner.Murmur2Random,
        DeliveryReportFields = "status",
    }).Build();

    /// <summary>Puts the events of a batch into the producer's queue.</summary>
    /// <param name="batch">The posts; it hears of the delivery.</param>
    /// <param name="events">The event of each, in JSON.</param>
    /// <param name="now">The time of the classification, in UTC.</param>
    public void Send(LoopBatch batch, byte[][] events, DateTimeOffset now)
    {
        var time = new Header("ce_time", Encoding.UTF8.GetBytes(now.UtcDateTime.ToString("O", CultureInfo.InvariantCulture)));
        batch.Expect(events.Length);
        Action<DeliveryReport<byte[], byte[]>> report = batch.Report;
        for (var i = 0; i < events.Length; i++)
        {
            Produce(new Message<byte[], byte[]> { Key = batch.Keys[i], Value = events[i], Headers = HeadersOf(batch.Posts[i], time) }, report);
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _producer.Dispose();

    private static Headers HeadersOf(SocialPost post, Header time) =>
    [
        SpecVersion,
        new("ce_id", Encoding.UTF8.GetBytes(post.Key.EventId(revision: 1))),
        Type,
        Source,
        new("ce_subject", Encoding.UTF8.GetBytes(post.Id)),
        time,
        ContentType,
        new("traceparent", TraceParent()),
    ];

    /// <summary>A new, unsampled context: <c>00-TRACE-SPAN-00</c> with random numbers of 16 and 8 bytes in hexadecimal.</summary>
    private static byte[] TraceParent()
    {
        Span<byte> random = stackalloc byte[24];
        Random.Shared.NextBytes(random);
        var parent = "00-00000000000000000000000000000000-0000000000000000-00"u8.ToArray();
        Convert.TryToHexStringLower(random[..16], parent.AsSpan(3, 32), out _);
        Convert.TryToHexStringLower(random[16..], parent.AsSpan(36, 16), out _);
        return parent;
    }

    private void Produce(Message<byte[], byte[]> message, Action<DeliveryReport<byte[], byte[]>> report)
    {
        while (true)
        {
            try
            {
                _producer.Produce(topics.Events, message, report);
                return;
            }
            catch (ProduceException<byte[], byte[]> exception) when (exception.Error.Code == ErrorCode.Local_QueueFull)
            {
                Thread.Sleep(1);
            }
        }
    }
}
