using Confluent.Kafka;

namespace Moodstream.Ingest.Publishing;

/// <summary>
/// Messages that are sent one after the other and confirmed together: one task for all of them, in place of one each. One thread adds, then
/// completes; the client's thread counts.
/// </summary>
/// <param name="producer">Sends them.</param>
/// <param name="topic">Their topic.</param>
internal sealed class ProducedBatch(ReliableProducer producer, string topic)
{
    private readonly TaskCompletionSource _reported = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly List<Message<byte[]?, byte[]?>> _added = [];
    private readonly Lock _lock = new();
    private List<(byte[]? Value, KafkaException Failure)>? _failed;
    // One more than are under way, so that it is not all reported before all are added.
    private int _open = 1;

    /// <summary>Puts a message into the producer's queue; its value tells it from the others and must not be shared.</summary>
    public void Add(Message<byte[]?, byte[]?> message)
    {
        _added.Add(message);
        Interlocked.Increment(ref _open);
        try
        {
            producer.Enqueue(topic, message, Delivered);
        }
        catch (KafkaException exception)
        {
            Fail(message.Value, exception);
            Close();
        }
    }

    /// <summary>Waits until every message is confirmed; those that failed are sent again, for ever.</summary>
    /// <returns>Messages that the client or the server refuses for their size.</returns>
    public async Task<IReadOnlyList<Message<byte[]?, byte[]?>>> CompleteAsync(CancellationToken cancellationToken)
    {
        Close();
        await _reported.Task.WaitAsync(cancellationToken);
        if (_failed is null)
        {
            return [];
        }

        var tooLarge = new List<Message<byte[]?, byte[]?>>();
        foreach (var (value, failure) in _failed)
        {
            var message = _added.Find(added => ReferenceEquals(added.Value, value))!;
            try
            {
                if (failure.Error.Code == ErrorCode.MsgSizeTooLarge)
                {
                    tooLarge.Add(message);
                }
                else
                {
                    await producer.SendAgainAsync(topic, message, failure, cancellationToken);
                }
            }
            catch (MessageTooLargeException)
            {
                tooLarge.Add(message);
            }
        }

        return tooLarge;
    }

    private void Delivered(DeliveryReport<byte[]?, byte[]?> report)
    {
        if (report.Error.IsError)
        {
            Fail(report.Message.Value, new KafkaException(report.Error));
        }

        Close();
    }

    private void Fail(byte[]? value, KafkaException failure)
    {
        lock (_lock)
        {
            (_failed ??= []).Add((value, failure));
        }
    }

    private void Close()
    {
        if (Interlocked.Decrement(ref _open) == 0)
        {
            _reported.SetResult();
        }
    }
}
