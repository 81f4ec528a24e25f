using Confluent.Kafka;

namespace Moodstream.Ingest.Sending;

/// <summary>
/// Keeps what each partition holds, sent by this sender and not yet committed by the consumer group, below a number of
/// bytes. What others sent before counts as if it filled its partition, since its size is unknown.
/// </summary>
internal sealed class PartitionPacer : IDisposable
{
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(50);
    private static readonly TimeSpan RequestTimeout = TimeSpan.FromSeconds(10);

    private readonly IConsumer<byte[]?, byte[]?> _observer;
    private readonly string _topic;
    private readonly string _group;
    private readonly SendOptions _options;
    private readonly TimeProvider _time;
    private readonly Partition[] _partitions;

    /// <param name="observer">A client of the group that is not its member; owned.</param>
    /// <param name="topic">The posts topic.</param>
    /// <param name="partitions">Number of its partitions.</param>
    /// <param name="group">The consumer group, for messages.</param>
    /// <param name="options">Limits.</param>
    /// <param name="time">The clock.</param>
    public PartitionPacer(
        IConsumer<byte[]?, byte[]?> observer, string topic, int partitions, string group, SendOptions options, TimeProvider time)
    {
        _observer = observer;
        _topic = topic;
        _group = group;
        _options = options;
        _time = time;
        _partitions = [.. Enumerable.Range(0, partitions).Select(static _ => new Partition())];
        for (var i = 0; i < partitions; i++)
        {
            var end = observer.QueryWatermarkOffsets(new TopicPartition(topic, i), RequestTimeout).High.Value;
            if (end > 0)
            {
                _partitions[i].Reserve(options.MaxOutstandingBytes);
                _partitions[i].Delivered(end - 1, options.MaxOutstandingBytes);
            }
        }

        Refresh();
    }

    /// <summary>Whether somebody waits for the group now.</summary>
    public bool IsWaiting { get; private set; }

    /// <summary>Reserves room on a partition, waiting for the group where there is none.</summary>
    /// <exception cref="SendStalledException">The group committed nothing for too long.</exception>
    public async Task ReserveAsync(int partition, long bytes, CancellationToken cancellationToken)
    {
        var target = _partitions[partition];
        if (target.TryReserve(bytes, _options.MaxOutstandingBytes))
        {
            return;
        }

        IsWaiting = true;
        try
        {
            var since = _time.GetTimestamp();
            while (!target.TryReserve(bytes, _options.MaxOutstandingBytes))
            {
                if (await Task.Run(Refresh, cancellationToken))
                {
                    since = _time.GetTimestamp();
                    continue;
                }

                if (_options.StallTimeout is { } bound && _time.GetElapsedTime(since) > bound)
                {
                    throw new SendStalledException(
                        $"The consumer group '{_group}' has taken in no posts for {bound.TotalSeconds:0} s, and the embedded broker would drop more of them; start a silo, or correct Kafka:GroupId.");
                }

                await Task.Delay(Pause, _time, cancellationToken);
            }
        }
        finally
        {
            IsWaiting = false;
        }
    }

    /// <summary>A reserved post was delivered.</summary>
    public void Delivered(int partition, long offset, long bytes) => _partitions[partition].Delivered(offset, bytes);

    /// <summary>A reserved post was not delivered.</summary>
    public void Failed(int partition, long bytes) => _partitions[partition].Release(bytes);

    public void Dispose() => _observer.Dispose();

    /// <summary>Asks what the group committed; whether that made room.</summary>
    private bool Refresh()
    {
        var held = Enumerable.Range(0, _partitions.Length).Where(i => _partitions[i].Bytes > 0).Select(i => new TopicPartition(_topic, i)).ToList();
        if (held.Count == 0)
        {
            return false;
        }

        try
        {
            return _observer.Committed(held, RequestTimeout)
                .Aggregate(false, (any, c) => (!c.Offset.IsSpecial && _partitions[c.Partition.Value].Committed(c.Offset.Value)) || any);
        }
        catch (KafkaException)
        {
            // The coordinator moves or is not there yet; the stall timeout bounds the wait.
            return false;
        }
    }

    private sealed class Partition
    {
        private readonly Lock _lock = new();
        private readonly PriorityQueue<long, long> _held = new();
        private long _bytes;

        public long Bytes
        {
            get
            {
                lock (_lock)
                {
                    return _bytes;
                }
            }
        }

        public void Reserve(long bytes)
        {
            lock (_lock)
            {
                _bytes += bytes;
            }
        }

        public bool TryReserve(long bytes, long limit)
        {
            lock (_lock)
            {
                if (_bytes > 0 && _bytes + bytes > limit)
                {
                    return false;
                }

                _bytes += bytes;
                return true;
            }
        }

        public void Delivered(long offset, long bytes)
        {
            lock (_lock)
            {
                _held.Enqueue(bytes, offset);
            }
        }

        public void Release(long bytes)
        {
            lock (_lock)
            {
                _bytes -= bytes;
            }
        }

        public bool Committed(long offset)
        {
            lock (_lock)
            {
                var before = _bytes;
                while (_held.TryPeek(out var bytes, out var first) && first < offset)
                {
                    _held.Dequeue();
                    _bytes -= bytes;
                }

                return _bytes < before;
            }
        }
    }
}
