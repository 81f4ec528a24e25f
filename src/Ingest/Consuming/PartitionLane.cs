using System.Threading.Channels;
using Confluent.Kafka;
using Moodstream.Abstractions.Posts;
using Moodstream.Ingest.Flow;
using Moodstream.Ingest.Options;
using Moodstream.Ingest.Pipeline;
using Moodstream.Ingest.Status;

namespace Moodstream.Ingest.Consuming;

/// <summary>
/// One assigned partition: takes its messages in order, forms batches of what is waiting, keeps many at work, and knows
/// which offset may be committed. The consumer's thread feeds it and never waits for it; it asks
/// <see cref="IsFull"/> and pauses the partition instead.
/// </summary>
/// <remarks>
/// Two threads meet here. The consumer's thread alone calls <see cref="Accept"/>, <see cref="AcceptEnd"/>,
/// <see cref="TakePosition"/>, <see cref="DrainAsync"/> and <see cref="DisposeAsync"/>; the one loop of <c>FormBatches</c> alone
/// takes posts out, and so gives each user's posts their turns in the order of their offsets. A second loop, or a second
/// caller of <see cref="Accept"/>, would break that order and the watermark's, which is tracked in order. What other
/// threads read for the status goes through <see cref="Interlocked"/>: a long could be torn, a stale one does no harm.
/// A post leaves by exactly one way, whose end releases its bytes: <c>Run</c> once it is started, the loop where it fails
/// before that, <see cref="DisposeAsync"/> where it never left the queue. Twice, and the budgets would let too much in;
/// never, and the partition would stay paused.
/// </remarks>
internal sealed class PartitionLane : IAsyncDisposable
{
    private readonly PostPipeline _pipeline;
    private readonly IngestOptions _options;
    private readonly IngestMonitor _monitor;
    private readonly TimeProvider _time;
    private readonly InFlightBudget _own;
    private readonly KeyedOrder<PostKey> _order = new();
    private readonly OffsetWatermark _watermark;
    private readonly Channel<ConsumedPost> _waiting = Channel.CreateUnbounded<ConsumedPost>(new UnboundedChannelOptions { SingleWriter = true });
    // Two, since a drain stops new batches while those at work go on; only a drop ends them too.
    private readonly CancellationTokenSource _stopForming = new();
    private readonly CancellationTokenSource _drop = new();
    // Guards _atWork: the loop adds, and whatever thread ends a task removes it.
    private readonly Lock _lock = new();
    private readonly HashSet<Task> _atWork = [];
    private readonly Task _forming;
    private long _expected;
    private long _stored = -1;
    private long _committed;
    private long _end = -1;
    private long _consumed;
    private long _gaps;
    private volatile bool _paused;
    private volatile Exception? _fault;

    /// <param name="partition">The partition.</param>
    /// <param name="baseline">Where the group begins: its committed offset, else the first offset that there is.</param>
    /// <param name="committed">The group's committed offset; null before its first commit.</param>
    /// <param name="pipeline">What is done with posts.</param>
    /// <param name="options">Limits.</param>
    /// <param name="monitor">Hears what happens.</param>
    /// <param name="time">The clock.</param>
    public PartitionLane(
        TopicPartition partition, long baseline, long? committed, PostPipeline pipeline, IngestOptions options, IngestMonitor monitor, TimeProvider time)
    {
        Partition = partition;
        _pipeline = pipeline;
        _options = options;
        _monitor = monitor;
        _time = time;
        _own = new InFlightBudget(options.MaxPartitionPosts, options.MaxPartitionBytes);
        _expected = baseline;
        _committed = committed ?? -1;
        _stored = _committed;
        _watermark = new OffsetWatermark(baseline);
        _forming = Task.Run(FormBatchesAsync);
    }

    public TopicPartition Partition { get; }

    public bool IsFull => _own.IsFull || _pipeline.Budget.IsFull;

    public bool HasRoom => _own.HasRoom && _pipeline.Budget.HasRoom;

    /// <summary>Whether the partition is paused; set by the consumer's thread.</summary>
    public bool IsPaused
    {
        get => _paused;
        set => _paused = value;
    }

    /// <summary>A failure of this project itself, after which posts would never be finished; null as a rule.</summary>
    public Exception? Fault => _fault;

    /// <summary>The next offset that should come.</summary>
    public long Expected => Interlocked.Read(ref _expected);

    public PartitionStatus Status() => new(
        Partition.Partition.Value,
        Interlocked.Read(ref _consumed),
        Known(Interlocked.Read(ref _expected)),
        Known(Interlocked.Read(ref _committed)),
        Known(Interlocked.Read(ref _end)),
        Interlocked.Read(ref _gaps),
        _own.Posts,
        _own.Bytes,
        _paused);

    /// <summary>Takes the next message.</summary>
    /// <param name="message">Its offset is at least <see cref="Expected"/>.</param>
    /// <param name="low">The first offset that the server still has; negative where unknown.</param>
    public void Accept(ConsumeResult<byte[]?, byte[]?> message, long low)
    {
        CheckGap(message.Offset.Value, low);
        var post = new ConsumedPost(message, _watermark.Track(message.Offset.Value));
        Interlocked.Exchange(ref _expected, message.Offset.Value + 1);
        Interlocked.Increment(ref _consumed);
        _own.Add(post.Bytes);
        _pipeline.Budget.Add(post.Bytes);
        _monitor.Consumed();
        _waiting.Writer.TryWrite(post);
    }

    /// <summary>Hears that there is nothing before <paramref name="end"/> that was not read.</summary>
    public void AcceptEnd(long end, long low)
    {
        if (end > Expected)
        {
            CheckGap(end, low);
            _watermark.SkipTo(end);
            Interlocked.Exchange(ref _expected, end);
        }

        ObserveEnd(end);
    }

    public void ObserveEnd(long end) => Interlocked.Exchange(ref _end, Math.Max(end, Interlocked.Read(ref _end)));

    public void ObserveCommitted(long offset) => Interlocked.Exchange(ref _committed, offset);

    /// <summary>The offset to commit, or null where it is the one that was taken last.</summary>
    public long? TakePosition()
    {
        var position = _watermark.Position;
        if (position == _stored || position < 0)
        {
            return null;
        }

        _stored = position;
        return position;
    }

    /// <summary>Starts no more posts, and waits until those at work are finished, at most <paramref name="bound"/>.</summary>
    public async Task DrainAsync(TimeSpan bound)
    {
        await _stopForming.CancelAsync();
        try
        {
            await WhenIdleAsync().WaitAsync(bound, _time);
        }
        catch (TimeoutException)
        {
            _monitor.Undrained(Partition, _own.Posts);
        }
    }

    /// <summary>Ends everything; what is not finished stays so, and its offsets are not committed.</summary>
    public async ValueTask DisposeAsync()
    {
        await _stopForming.CancelAsync();
        await _drop.CancelAsync();
        await WhenIdleAsync();
        while (_waiting.Reader.TryRead(out var post))
        {
            Release(post);
        }

        _stopForming.Dispose();
        _drop.Dispose();
    }

    private static long? Known(long offset) => offset < 0 ? null : offset;

    private async Task WhenIdleAsync()
    {
        // Only when the loop has ended can nothing be added to what is at work; the other way round a batch could slip by.
        await _forming;
        Task[] atWork;
        lock (_lock)
        {
            atWork = [.. _atWork];
        }

        await Task.WhenAll(atWork);
    }

    private void CheckGap(long offset, long low)
    {
        var expected = Expected;
        // Offsets that the log skips by itself (transaction markers, aborted or compacted records) lie above its first
        // offset; what was dropped lies below.
        if (offset > expected && (low < 0 || low > expected))
        {
            var count = (low < 0 ? offset : Math.Min(low, offset)) - expected;
            Interlocked.Add(ref _gaps, count);
            _monitor.Gap(Partition, expected, count);
        }
    }

    private async Task FormBatchesAsync()
    {
        var reader = _waiting.Reader;
        try
        {
            while (await reader.WaitToReadAsync(_stopForming.Token))
            {
                // The slot comes first and the batch after it: while all slots are taken, batches grow.
                var slot = await _pipeline.EnterBatchAsync(_stopForming.Token);
                var batch = new List<ConsumedPost>();
                var started = false;
                try
                {
                    var bytes = Fill(batch, 0);
                    if (bytes < _options.MaxBatchBytes && batch.Count < _options.MaxBatchPosts && batch.Count > 0 && _options.LingerMs > 0)
                    {
                        await Task.Delay(TimeSpan.FromMilliseconds(_options.LingerMs), _time);
                        Fill(batch, bytes);
                    }

                    if (batch.Count > 0)
                    {
                        Start(() => _pipeline.ProcessAsync(Partition.Partition.Value, batch, slot, _drop.Token), batch, slot);
                        started = true;
                    }
                }
                finally
                {
                    if (!started)
                    {
                        slot.Dispose();
                        batch.ForEach(Release);
                    }
                }
            }
        }
        catch (OperationCanceledException)
        {
            // The lane is drained or dropped.
        }
        catch (Exception exception)
        {
            _fault = exception;
        }
    }

    /// <summary>Adds waiting posts to a batch up to its limits; bad posts and parts go their own ways.</summary>
    private long Fill(List<ConsumedPost> batch, long bytes)
    {
        while (batch.Count < _options.MaxBatchPosts
            && _waiting.Reader.TryPeek(out var next)
            && (batch.Count == 0 || bytes + next.Bytes <= _options.MaxBatchBytes)
            && _waiting.Reader.TryRead(out var post))
        {
            if (_pipeline.Read(_order, post) is { } failure)
            {
                Start(() => _pipeline.DeadLetterAsync(post, failure, _drop.Token), [post], null);
            }
            else if (post.Post!.IsPart)
            {
                Start(() => _pipeline.ProcessPartAsync(Partition.Partition.Value, post, _drop.Token), [post], null);
            }
            else
            {
                batch.Add(post);
                bytes += post.Bytes;
            }
        }

        return bytes;
    }

    private void Start(Func<Task> work, IReadOnlyList<ConsumedPost> posts, IDisposable? slot)
    {
        var task = Task.Run(() => RunAsync(work, posts, slot));
        lock (_lock)
        {
            _atWork.Add(task);
        }

        // Attached after the task was added, so that it removes one that is there even where the work has ended already.
        _ = task.ContinueWith(
            static (done, state) =>
            {
                var lane = (PartitionLane)state!;
                lock (lane._lock)
                {
                    lane._atWork.Remove(done);
                }
            },
            this,
            CancellationToken.None,
            TaskContinuationOptions.ExecuteSynchronously,
            TaskScheduler.Default);
    }

    private async Task RunAsync(Func<Task> work, IReadOnlyList<ConsumedPost> posts, IDisposable? slot)
    {
        var finished = false;
        try
        {
            await work();
            finished = true;
        }
        catch (OperationCanceledException) when (_drop.IsCancellationRequested)
        {
            // Another member of the group will do them.
        }
        catch (Exception exception)
        {
            // The pipeline repeats whatever can fail; should it fail itself, these offsets must not be committed.
            _fault = exception;
        }
        finally
        {
            slot?.Dispose();
            foreach (var post in posts)
            {
                // Always, or a post that failed would hold up all later ones of its user.
                post.Turn?.Pass();
                post.Activity?.Dispose();
                Release(post);
                if (finished)
                {
                    _watermark.Complete(post.Entry);
                }
            }
        }
    }

    private void Release(ConsumedPost post)
    {
        _own.Release(post.Bytes);
        _pipeline.Budget.Release(post.Bytes);
    }
}
