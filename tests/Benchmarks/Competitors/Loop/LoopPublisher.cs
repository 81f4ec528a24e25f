using Confluent.Kafka;
using Moodstream.Benchmarks.Brokers;
using ErrorCode = Confluent.Kafka.ErrorCode;

namespace Moodstream.Benchmarks.Competitors.Loop;

/// <summary>Sends events with the headers that Moodstream gives them.</summary>
/// <param name="topics">Where to.</param>
internal sealed class LoopPublisher(RunTopics topics) : IDisposable
{
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
        var time = EventHeaders.Time(now);
        batch.Expect(events.Length);
        Action<DeliveryReport<byte[], byte[]>> report = batch.Report;
        for (var i = 0; i < events.Length; i++)
        {
            Produce(new Message<byte[], byte[]> { Key = batch.Keys[i], Value = events[i], Headers = EventHeaders.Of(batch.Posts[i], time) }, report);
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _producer.Dispose();

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
