using System.Runtime.ExceptionServices;
using Confluent.Kafka;
using Moodstream.Ingest.Flow;
using Moodstream.Ingest.Kafka;
using Moodstream.Ingest.Retrying;
using Moodstream.Ingest.Status;

namespace Moodstream.Ingest.Publishing;

/// <summary>
/// Sends messages until the server confirms them: a failed delivery is repeated for ever, and a producer that broke
/// beyond repair is replaced. Only a message that is too large ends in an error.
/// </summary>
internal sealed class ReliableProducer(
    Func<IProducer<byte[]?, byte[]?>> create, string stage, MembershipFence fence, Backoff backoff, IngestMonitor monitor) : IDisposable
{
    private static readonly TimeSpan LongestDelivery = TimeSpan.FromMilliseconds(KafkaClients.MessageTimeoutMs * 2);

    private readonly Retries _retries = new(stage, static exception => exception is KafkaException, backoff, monitor);
    private readonly Lock _lock = new();
    private IProducer<byte[]?, byte[]?>? _producer;
    private bool _disposed;

    /// <summary>Sends a message; it is in the producer's queue when the method first waits, so that calls keep their order.</summary>
    /// <exception cref="MessageTooLargeException">The client or the server refuses its size.</exception>
    public Task SendAsync(string topic, Message<byte[]?, byte[]?> message, CancellationToken cancellationToken) =>
        _retries.RunAsync(() => SendOnceAsync(topic, message, cancellationToken), cancellationToken);

    /// <summary>Begins to send messages that are confirmed together.</summary>
    public ProducedBatch Begin(string topic) => new(this, topic);

    /// <summary>Puts a message into the producer's queue.</summary>
    /// <param name="topic">The topic.</param>
    /// <param name="message">The message.</param>
    /// <param name="delivered">Hears of its delivery, on a thread of the client's.</param>
    /// <exception cref="KafkaException">The queue is full, or the client refuses the message.</exception>
    internal void Enqueue(string topic, Message<byte[]?, byte[]?> message, Action<DeliveryReport<byte[]?, byte[]?>> delivered) =>
        Producer().Produce(topic, message, delivered);

    /// <summary>Calls until it succeeds, after a first try that failed; see <see cref="Retries"/>.</summary>
    internal Task RepeatAsync(Func<Task> send, KafkaException failure, CancellationToken cancellationToken)
    {
        var first = ExceptionDispatchInfo.Capture(failure);
        return _retries.RunAsync(
            async () =>
            {
                Interlocked.Exchange(ref first, null)?.Throw();
                await fence.PassAsync(cancellationToken);
                await send();
                return true;
            },
            cancellationToken);
    }

    /// <summary>Replaces the client where it broke beyond repair.</summary>
    internal void Mend(KafkaException failure)
    {
        if (failure.Error.IsFatal && _producer is { } broken)
        {
            Replace(broken);
        }
    }

    public void Dispose()
    {
        lock (_lock)
        {
            _disposed = true;
            _producer?.Dispose();
            _producer = null;
        }
    }

    private async Task<DeliveryResult<byte[]?, byte[]?>> SendOnceAsync(string topic, Message<byte[]?, byte[]?> message, CancellationToken cancellationToken)
    {
        await fence.PassAsync(cancellationToken);
        var producer = Producer();
        try
        {
            return await producer.ProduceAsync(topic, message, CancellationToken.None).WaitAsync(cancellationToken);
        }
        catch (ProduceException<byte[]?, byte[]?> exception) when (exception.Error.Code == ErrorCode.MsgSizeTooLarge)
        {
            throw new MessageTooLargeException($"A message for {topic} is larger than the server or Kafka:MaxMessageBytes allows.", exception);
        }
        catch (KafkaException exception) when (exception.Error.IsFatal)
        {
            Replace(producer);
            throw;
        }
    }

    private IProducer<byte[]?, byte[]?> Producer()
    {
        lock (_lock)
        {
            ObjectDisposedException.ThrowIf(_disposed, this);
            return _producer ??= create();
        }
    }

    private void Replace(IProducer<byte[]?, byte[]?> broken)
    {
        lock (_lock)
        {
            if (_producer == broken)
            {
                _producer = null;
                // What it still has in flight must be reported before it goes, or its senders would wait for ever.
                _ = Task.Run(() =>
                {
                    broken.Flush(LongestDelivery);
                    broken.Dispose();
                });
            }
        }
    }
}
