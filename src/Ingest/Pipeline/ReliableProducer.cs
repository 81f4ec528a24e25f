using Confluent.Kafka;
using Moodstream.Ingest.Kafka;
using Moodstream.Ingest.Status;

namespace Moodstream.Ingest.Pipeline;

/// <summary>
/// Sends messages until the server confirms them: a failed delivery is repeated for ever, and a producer that broke
/// beyond repair is replaced. Only a message that is too large ends in an error.
/// </summary>
internal sealed class ReliableProducer(Func<IProducer<byte[]?, byte[]?>> create, string stage, Backoff backoff, IngestMonitor monitor) : IDisposable
{
    private static readonly TimeSpan LongestDelivery = TimeSpan.FromMilliseconds(KafkaClients.MessageTimeoutMs * 2);

    private readonly Lock _lock = new();
    private IProducer<byte[]?, byte[]?>? _producer;
    private bool _disposed;

    /// <summary>Sends a message; it is in the producer's queue when the method first waits, so that calls keep their order.</summary>
    /// <exception cref="MessageTooLargeException">The client or the server refuses its size.</exception>
    public async Task Send(string topic, Message<byte[]?, byte[]?> message, CancellationToken cancellationToken)
    {
        for (var attempt = 1; ; attempt++)
        {
            var producer = Producer();
            try
            {
                await producer.ProduceAsync(topic, message, CancellationToken.None).WaitAsync(cancellationToken);
                return;
            }
            catch (ProduceException<byte[]?, byte[]?> exception) when (exception.Error.Code == ErrorCode.MsgSizeTooLarge)
            {
                throw new MessageTooLargeException($"A message for {topic} is larger than the server or Kafka:MaxMessageBytes allows.", exception);
            }
            catch (KafkaException exception)
            {
                if (exception.Error.IsFatal)
                {
                    Replace(producer);
                }

                using (monitor.Retrying(stage, attempt, exception))
                {
                    await backoff.Delay(attempt, cancellationToken);
                }
            }
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
