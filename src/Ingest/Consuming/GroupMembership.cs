using Confluent.Kafka;
using Moodstream.Ingest.Kafka;
using Moodstream.Ingest.Options;
using Moodstream.Ingest.Pipeline;
using Moodstream.Ingest.Status;

namespace Moodstream.Ingest.Consuming;

/// <summary>
/// One membership in the consumer group: polls on the calling thread, feeds a lane per assigned partition, pauses those
/// that are full, and commits what lanes have finished.
/// </summary>
/// <remarks>
/// Everything here runs on the thread that calls <see cref="Run"/>: the client calls its handlers (assigned, revoked, lost,
/// committed) from within Consume, Commit and Close. So the lanes and the count of paused ones need no lock, and a lane is
/// never fed while it is being dropped. The exceptions are two tasks: the question for ends, which only reads lanes of an
/// array made before and writes their end atomically, and the proof of the membership; both are awaited before the client
/// is closed, since a closed client must not be called. Handlers block the thread on purpose: a partition may be given away only when its lane is
/// drained and its offsets are committed. They must not take longer than <c>max.poll.interval.ms</c> (5 minutes), or the
/// group takes this member for dead; the drain has its own bound below that.
/// </remarks>
internal sealed class GroupMembership(
    KafkaClients clients, PostPipeline pipeline, IngestOptions options, IngestMonitor monitor, TimeProvider time)
{
    private static readonly TimeSpan Poll = TimeSpan.FromMilliseconds(50);
    private static readonly TimeSpan PollWhilePaused = TimeSpan.FromMilliseconds(10);
    private static readonly TimeSpan Upkeep = TimeSpan.FromMilliseconds(20);
    private static readonly TimeSpan RequestTimeout = TimeSpan.FromSeconds(10);

    /// <summary>How long partitions that have just been assigned wait for one whose leader may be away.</summary>
    private static readonly TimeSpan LeaderTimeout = TimeSpan.FromSeconds(3);

    private static readonly TimeSpan EndsInterval = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan EndsTimeout = TimeSpan.FromSeconds(2);

    /// <summary>
    /// How long the consumer waits for a full lane before it pauses its partition: the client throws away what it has fetched of a paused one,
    /// and words are classified sooner than that is fetched again.
    /// </summary>
    private static readonly TimeSpan PatienceWithFull = TimeSpan.FromMilliseconds(50);

    private readonly Dictionary<TopicPartition, PartitionLane> _lanes = [];

    /// <summary>Assigned partitions of which the server could not be asked where the group is; their first message tells.</summary>
    private readonly HashSet<TopicPartition> _unasked = [];

    private Func<TopicPartition, long> _low = static _ => -1;
    private int _paused;
    private Task _endsQuery = Task.CompletedTask;
    private Task _proof = Task.CompletedTask;
    private bool _lost;
    private long _lastEndsQuery;

    /// <summary>Reads until <paramref name="stop"/>, then hands its partitions over in order.</summary>
    /// <exception cref="KafkaException">The consumer broke beyond repair, or the group gave it up; make a new reader.</exception>
    /// <exception cref="PipelineFaultException">A lane can finish no more; make a new reader.</exception>
    public void Run(CancellationToken stop)
    {
        using var consumer = clients.GroupConsumer(options.CommitIntervalMs)
            .SetPartitionsAssignedHandler((c, partitions) => Assigned(c, partitions))
            .SetPartitionsRevokedHandler((c, partitions) => Revoked(c, partitions))
            .SetPartitionsLostHandler((c, partitions) => Lost(c, partitions))
            .SetOffsetsCommittedHandler((_, committed) => Committed(committed))
            .Build();
        consumer.Subscribe(clients.Options.PostsTopic);
        monitor.Running(true);
        using var watching = pipeline.Fence.Watch();
        try
        {
            var lastUpkeep = 0L;
            _low = partition => consumer.GetWatermarkOffsets(partition).Low.Value;
            while (!stop.IsCancellationRequested)
            {
                Take(consumer, consumer.Consume(_paused > 0 ? PollWhilePaused : Poll));
                if (_lost)
                {
                    // The client joins again by itself, but not a server that was replaced: it waits for what it knew of the old one.
                    throw new KafkaException(new Error(ErrorCode.UnknownMemberId, "the consumer group gave this member up, which was silent for too long"));
                }

                if (time.GetElapsedTime(lastUpkeep) >= Upkeep)
                {
                    lastUpkeep = time.GetTimestamp();
                    KeepUp(consumer);
                }
            }
        }
        catch (ConsumeException exception)
        {
            throw new KafkaException(exception.Error, exception);
        }
        finally
        {
            monitor.Running(false);
            // Both may wait for the server, and so may the last commit: nothing is to be at work meanwhile.
            Finish(consumer, [.. _lanes.Values]);
            _endsQuery.GetAwaiter().GetResult();
            _proof.GetAwaiter().GetResult();
            // Calls the revoked handler for what is still assigned.
            consumer.Close();
        }
    }

    private void Take(IConsumer<byte[]?, byte[]?> consumer, ConsumeResult<byte[]?, byte[]?>? result)
    {
        if (result is null)
        {
            return;
        }

        if (!_lanes.TryGetValue(result.TopicPartition, out var lane))
        {
            if (!_unasked.Remove(result.TopicPartition))
            {
                return;
            }

            // The client began where the group has committed; before that nobody can tell what was dropped.
            lane = Start(result.TopicPartition, result.Offset.Value, committed: null);
        }

        if (result.Offset.Value < lane.Expected)
        {
            lane = StartAgain(consumer, lane, result);
        }

        if (result.IsPartitionEOF)
        {
            lane.AcceptEnd(result.Offset.Value, _low);
            return;
        }

        lane.Accept(result, _low);
        if (lane.IsFull && !SpinWait.SpinUntil(() => !lane.IsFull, PatienceWithFull))
        {
            consumer.Pause([lane.Partition]);
            lane.IsPaused = true;
            _paused++;
        }
    }

    /// <summary>The log was cut, or made anew: offsets that are at work have another meaning now.</summary>
    private PartitionLane StartAgain(IConsumer<byte[]?, byte[]?> consumer, PartitionLane old, ConsumeResult<byte[]?, byte[]?> result)
    {
        monitor.WentBack(old.Partition, old.Expected, result.Offset.Value);
        Drop([old]);
        // By itself the client commits nothing that is less than before, and the group would begin behind posts that nobody has read.
        TryCommit(consumer, result.TopicPartitionOffset, "Committing where a log begins anew");
        return Start(result.TopicPartition, result.Offset.Value, result.Offset.Value);
    }

    private void KeepUp(IConsumer<byte[]?, byte[]?> consumer)
    {
        ProveMembership(consumer);
        foreach (var lane in _lanes.Values)
        {
            if (lane.Fault is { } fault)
            {
                throw new PipelineFaultException($"Posts of {lane.Partition} could not be finished.", fault);
            }

            if (lane.IsPaused && lane.HasRoom)
            {
                consumer.Resume([lane.Partition]);
                lane.IsPaused = false;
                _paused--;
            }

            if (lane.TakeConsumed() is > 0 and var consumed)
            {
                monitor.Consumed(consumed);
            }

            Store(consumer, lane);
            if (!lane.IsPaused)
            {
                lane.ObserveEnd(consumer.GetWatermarkOffsets(lane.Partition).High.Value);
            }
        }

        QueryEnds(consumer);
    }

    /// <summary>
    /// After a standstill the group may have other members for these partitions: a commit, which it takes of a member of the present generation
    /// only, tells. Where it is refused the client learns the same by its next heartbeat, and the lanes are lost.
    /// </summary>
    private void ProveMembership(IConsumer<byte[]?, byte[]?> consumer)
    {
        if (pipeline.Fence.Doubtful is not { } standstill)
        {
            return;
        }

        if (_lanes.Values.FirstOrDefault() is not { } lane)
        {
            pipeline.Fence.Prove(standstill);
        }
        else if (_proof.IsCompleted)
        {
            _proof = Task.Run(() =>
            {
                if (TryCommit(
                    consumer, new TopicPartitionOffset(lane.Partition, lane.Position), "Confirming the membership in the consumer group after a standstill"))
                {
                    pipeline.Fence.Prove(standstill);
                }
            });
        }
    }

    /// <returns>Whether the group took it.</returns>
    private bool TryCommit(IConsumer<byte[]?, byte[]?> consumer, TopicPartitionOffset offset, string what)
    {
        try
        {
            consumer.Commit([offset]);
            return true;
        }
        catch (KafkaException exception)
        {
            monitor.Failed(what, exception);
            return false;
        }
    }

    /// <summary>Asks for the ends of paused partitions, which are told with every fetch of the others.</summary>
    private void QueryEnds(IConsumer<byte[]?, byte[]?> consumer)
    {
        if (!_endsQuery.IsCompleted || time.GetElapsedTime(_lastEndsQuery) < EndsInterval)
        {
            return;
        }

        _lastEndsQuery = time.GetTimestamp();
        var paused = _lanes.Values.Where(static lane => lane.IsPaused).ToArray();
        if (paused.Length > 0)
        {
            _endsQuery = Task.Run(() =>
            {
                try
                {
                    foreach (var lane in paused)
                    {
                        lane.ObserveEnd(consumer.QueryWatermarkOffsets(lane.Partition, EndsTimeout).High.Value);
                    }
                }
                catch (KafkaException)
                {
                    // The server is away; the ends stay what they were.
                }
            });
        }
    }

    private static void Store(IConsumer<byte[]?, byte[]?> consumer, PartitionLane lane)
    {
        if (lane.TakePosition() is { } position)
        {
            consumer.StoreOffset(new TopicPartitionOffset(lane.Partition, position));
        }
    }

    /// <summary>
    /// Begins lanes where the group has committed; where it never has, at the first offset that the server has. A lane
    /// that knows where it begins notices whatever the server drops from there on.
    /// </summary>
    private void Assigned(IConsumer<byte[]?, byte[]?> consumer, List<TopicPartition> partitions)
    {
        if (partitions.Count == 0)
        {
            return;
        }

        var committed = consumer.Committed(partitions, RequestTimeout);
        var firsts = Task.WhenAll(committed.Where(static known => known.Offset.IsSpecial).Select(known => Task.Run(() => FirstOf(consumer, known.TopicPartition))))
            .GetAwaiter().GetResult().ToDictionary(static first => first.TopicPartition, static first => first.Offset);
        foreach (var known in committed)
        {
            var partition = known.TopicPartition;
            if (!firsts.TryGetValue(partition, out var first))
            {
                Start(partition, known.Offset.Value, known.Offset.Value);
            }
            else if (first.IsSpecial)
            {
                _unasked.Add(partition);
            }
            else
            {
                if (first > 0)
                {
                    monitor.BeginsLate(new TopicPartitionOffset(partition, first));
                }

                Start(partition, first.Value, committed: null);
            }
        }
    }

    /// <summary>The first offset that the server has of a partition; special where its leader does not answer, which must not stop the others.</summary>
    private TopicPartitionOffset FirstOf(IConsumer<byte[]?, byte[]?> consumer, TopicPartition partition)
    {
        try
        {
            return new TopicPartitionOffset(partition, consumer.QueryWatermarkOffsets(partition, LeaderTimeout).Low);
        }
        catch (KafkaException exception)
        {
            monitor.Failed("Asking for the first offset of a partition", exception);
            return new TopicPartitionOffset(partition, Offset.Unset);
        }
    }

    private PartitionLane Start(TopicPartition partition, long baseline, long? committed)
    {
        var lane = new PartitionLane(partition, baseline, committed, pipeline, options, monitor, time);
        _lanes[partition] = lane;
        monitor.Assigned(lane.Partition, lane.Status);
        return lane;
    }

    private void Revoked(IConsumer<byte[]?, byte[]?> consumer, List<TopicPartitionOffset> partitions)
    {
        partitions.ForEach(partition => _unasked.Remove(partition.TopicPartition));
        Finish(consumer, LanesOf(partitions));
        try
        {
            consumer.Commit();
        }
        catch (KafkaException exception)
        {
            // Where nothing is stored there is nothing to commit.
            if (exception.Error.Code != ErrorCode.Local_NoOffset)
            {
                monitor.Failed("The last commit of partitions that are handed over", exception);
            }
        }
    }

    /// <summary>Ends lanes in order: what is at work is finished within the bound, and what is finished is noted to be committed.</summary>
    private void Finish(IConsumer<byte[]?, byte[]?> consumer, PartitionLane[] lanes)
    {
        var bound = TimeSpan.FromMilliseconds(options.DrainTimeoutMs);
        Task.WhenAll(lanes.Select(lane => lane.DrainAsync(bound))).GetAwaiter().GetResult();
        try
        {
            foreach (var lane in lanes)
            {
                Store(consumer, lane);
            }
        }
        catch (KafkaException exception)
        {
            monitor.Failed("Noting how far partitions that are handed over were read", exception);
        }

        Resume(consumer, lanes);
        Drop(lanes);
    }

    private void Lost(IConsumer<byte[]?, byte[]?> consumer, List<TopicPartitionOffset> partitions)
    {
        partitions.ForEach(partition => _unasked.Remove(partition.TopicPartition));
        var lanes = LanesOf(partitions);
        Resume(consumer, lanes);
        Drop(lanes);
        _lost = true;
    }

    /// <summary>The client keeps a pause beyond the assignment: without this, a partition that came back would never be read.</summary>
    private void Resume(IConsumer<byte[]?, byte[]?> consumer, PartitionLane[] lanes)
    {
        try
        {
            consumer.Resume(lanes.Where(static lane => lane.IsPaused).Select(static lane => lane.Partition));
        }
        catch (KafkaException exception)
        {
            monitor.Failed("Resuming partitions that are handed over", exception);
        }
    }

    private void Committed(CommittedOffsets committed)
    {
        foreach (var offset in committed.Offsets.Where(static o => !o.Error.IsError && !o.Offset.IsSpecial))
        {
            if (_lanes.TryGetValue(offset.TopicPartition, out var lane))
            {
                lane.ObserveCommitted(offset.Offset.Value);
            }
        }
    }

    private PartitionLane[] LanesOf(List<TopicPartitionOffset> partitions) =>
        [.. partitions.Select(p => _lanes.GetValueOrDefault(p.TopicPartition)).OfType<PartitionLane>()];

    private void Drop(PartitionLane[] lanes)
    {
        Task.WhenAll(lanes.Select(static lane => lane.DisposeAsync().AsTask())).GetAwaiter().GetResult();
        foreach (var lane in lanes)
        {
            _lanes.Remove(lane.Partition);
            _paused -= lane.IsPaused ? 1 : 0;
            monitor.Unassigned(lane.Partition, lane.Status);
        }
    }
}
