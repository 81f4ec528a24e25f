using System.Globalization;
using System.Text;
using Confluent.Kafka;
using Moodstream.Abstractions.Emotions;
using Moodstream.Benchmarks.Brokers;
using ErrorCode = Confluent.Kafka.ErrorCode;

namespace Moodstream.Benchmarks.Competitors.Loop;

/// <summary>Sends events with the headers that Moodstream gives them.</summary>
/// <param name="topics">Where to.</param>
internal sealed class LoopPublisher(RunTopics topics) : IDisposable
{
    private static readonly byte[] SpecVersion = "1.0"u8.ToArray();
    private static readonly byte[] Type = "moodstream.emotion.v1"u8.ToArray();
    private static readonly byte[] Source = "urn:moodstream"u8.ToArray();
    private static readonly byte[] ContentType = "application/json"u8.ToArray();

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
    /// <param name="batch">Hears of their delivery.</param>
    /// <param name="events">The events.</param>
    public void Send(LoopBatch batch, LoopEvent[] events)
    {
        var time = Encoding.UTF8.GetBytes(events[0].Event.ClassifiedAt.UtcDateTime.ToString("O", CultureInfo.InvariantCulture));
        batch.Expect(events.Length);
        Action<DeliveryReport<byte[], byte[]>> report = batch.Report;
        foreach (var (emotion, json) in events)
        {
            Produce(new Message<byte[], byte[]> { Key = Encoding.UTF8.GetBytes(emotion.UserId), Value = json, Headers = HeadersOf(emotion, time) }, report);
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _producer.Dispose();

    private static Headers HeadersOf(EmotionEvent emotion, byte[] time) => new()
    {
        { "ce_specversion", SpecVersion },
        { "ce_id", Encoding.UTF8.GetBytes(emotion.EventId) },
        { "ce_type", Type },
        { "ce_source", Source },
        { "ce_subject", Encoding.UTF8.GetBytes(emotion.PostId) },
        { "ce_time", time },
        { "content-type", ContentType },
        { "traceparent", TraceParent() },
    };

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
