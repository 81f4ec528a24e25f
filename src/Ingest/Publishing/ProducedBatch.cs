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
    private readonly List<Message<byte[]?, byte[]?>> _tooLarge = [];
    private List<Message<byte[]?, byte[]?>> _added = [];
    private Round _round = new();

    /// <summary>Puts a message into the producer's queue; its value tells it from the others and must not be shared.</summary>
    public void Add(Message<byte[]?, byte[]?> message)
    {
        _added.Add(message);
        _round.Send(producer, topic, message);
    }

    /// <summary>Waits until every message is confirmed; those that failed are sent again, together and in their order, for ever.</summary>
    /// <returns>Messages that the client or the server refuses for their size.</returns>
    public async Task<IReadOnlyList<Message<byte[]?, byte[]?>>> CompleteAsync(CancellationToken cancellationToken)
    {
        if (await SettleAsync(cancellationToken) is { } failure)
        {
            await producer.RepeatAsync(
                async () =>
                {
                    _round = new Round();
                    _added.ForEach(message => _round.Send(producer, topic, message));
                    if (await SettleAsync(cancellationToken) is { } again)
                    {
                        throw again;
                    }
                },
                failure,
                cancellationToken);
        }

        return _tooLarge;
    }

    /// <summary>Waits for all reports, and keeps what has to be sent again.</summary>
    /// <returns>Why it has to; null where nothing is left.</returns>
    private async Task<KafkaException?> SettleAsync(CancellationToken cancellationToken)
    {
        if (await _round.ReportedAsync(cancellationToken) is not { } failed)
        {
            return null;
        }

        _tooLarge.AddRange(_added.Where(message => CodeOf(message) == ErrorCode.MsgSizeTooLarge));
        _added = [.. _added.Where(message => CodeOf(message) is { } code && code != ErrorCode.MsgSizeTooLarge)];
        if (_added.Count == 0)
        {
            return null;
        }

        var failure = failed[_added[0].Value!];
        producer.Mend(failure);
        return failure;

        ErrorCode? CodeOf(Message<byte[]?, byte[]?> message) => failed.TryGetValue(message.Value!, out var exception) ? exception.Error.Code : null;
    }

    /// <summary>One try of all that is left.</summary>
    private sealed class Round
    {
        private readonly TaskCompletionSource _reported = new(TaskCreationOptions.RunContinuationsAsynchronously);
        private readonly Action<DeliveryReport<byte[]?, byte[]?>> _delivered;
        private readonly Lock _lock = new();
        private Dictionary<byte[], KafkaException>? _failed;
        // One more than are under way, so that it is not all reported before all are sent.
        private int _open = 1;

        public Round() => _delivered = Delivered;

        public void Send(ReliableProducer producer, string topic, Message<byte[]?, byte[]?> message)
        {
            Interlocked.Increment(ref _open);
            try
            {
                producer.Enqueue(topic, message, _delivered);
            }
            catch (KafkaException exception)
            {
                Fail(message.Value!, exception);
                Close();
            }
        }

        /// <returns>The messages that failed, by their values; null where none did.</returns>
        public async Task<Dictionary<byte[], KafkaException>?> ReportedAsync(CancellationToken cancellationToken)
        {
            Close();
            await _reported.Task.WaitAsync(cancellationToken);
            return _failed;
        }

        private void Delivered(DeliveryReport<byte[]?, byte[]?> report)
        {
            if (report.Error.IsError)
            {
                Fail(report.Message.Value!, new KafkaException(report.Error));
            }

            Close();
        }

        private void Fail(byte[] value, KafkaException failure)
        {
            lock (_lock)
            {
                // Values are told apart as objects: that is how arrays compare.
                (_failed ??= [])[value] = failure;
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
}
