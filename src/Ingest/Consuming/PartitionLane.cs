using System.Threading.Channels;
using Confluent.Kafka;
using Moodstream.Abstractions.Posts;
using Moodstream.Ingest.Flow;
using Moodstream.Ingest.Options;
using Moodstream.Ingest.Pipeline;
using Moodstream.Ingest.Status;

namespace Moodstream.Ingest.Consuming;

/// <summary>
/// One assigned partition: takes its messages in order, sends posts that bring the same the same way, keeps many at work, and knows
/// which offset may be committed. The consumer's thread feeds it and never waits for it; it asks
/// <see cref="IsFull"/> and pauses the partition instead.
/// </summary>
/// <remarks>
/// Two threads meet here. The consumer's thread alone calls <see cref="Accept"/>, <see cref="AcceptEnd"/>,
/// <see cref="TakePosition"/>, <see cref="DrainAsync"/> and <see cref="DisposeAsync"/>; the one loop of <c>TakeIn</c> alone
/// reads posts, and so gives each user's posts their turns in the order of their offsets. A second loop, or a second
/// caller of <see cref="Accept"/>, would break that order and the watermark's, which is tracked in order. What other
/// threads read for the status goes through <see cref="Interlocked"/>: a long could be torn, a stale one does no harm.
/// A post leaves by exactly one way, whose end releases its bytes: the run that finishes it, or
/// <see cref="DisposeAsync"/> where it never came so far. Twice, and the budgets would let too much in;
/// never, and the partition would stay paused.
/// </remarks>
internal sealed class PartitionLane : IAsyncDisposable
{
    private readonly PostPipeline _pipeline;
    private readonly IngestOptions _options;
    private readonly IngestMonitor _monitor;
    private readonly TimeProvider _time;
    private readonly InFlightBudget _own;
    private readonly KeyedOrder<string> _users = new();
    private readonly RevisionOrder _revisions = new();
    private readonly OffsetWatermark _watermark;
    private readonly Channel<ConsumedPost> _arrived = Channel.CreateUnbounded<ConsumedPost>(
        new UnboundedChannelOptions { SingleWriter = true, SingleReader = true });
    private readonly Dictionary<BatchKind, BatchFormer> _formers = [];
    // Two, since a drain stops new batches while those at work go on; only a drop ends them too.
    private readonly CancellationTokenSource _stopForming = new();
    private readonly CancellationTokenSource _drop = new();
    // Guards _atWork: loops add, and whatever thread ends a task removes it.
    private readonly Lock _lock = new();
    private readonly HashSet<Task> _atWork = [];
    private readonly Task _takingIn;
    private long _expected;
    private long _stored = -1;
    private long _committed;
    private long _end = -1;
    private long _consumed;
    private long _reported;
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
        _takingIn = Task.Run(TakeInAsync);
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

    /// <summary>The offset that may be committed; everything before it is finished.</summary>
    public long Position => _watermark.Position;

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
    /// <param name="low">Tells the first offset that the server still has; negative where unknown.</param>
    public void Accept(ConsumeResult<byte[]?, byte[]?> message, Func<TopicPartition, long> low)
    {
        CheckGap(message.Offset.Value, low);
        var post = new ConsumedPost(message);
        _watermark.Track(post);
        Interlocked.Exchange(ref _expected, message.Offset.Value + 1);
        Interlocked.Increment(ref _consumed);
        _own.Add(post.Bytes);
        _pipeline.Budget.Add(post.Bytes);
        _arrived.Writer.TryWrite(post);
    }

    /// <summary>Hears that there is nothing before <paramref name="end"/> that was not read.</summary>
    public void AcceptEnd(long end, Func<TopicPartition, long> low)
    {
        if (end > Expected)
        {
            CheckGap(end, low);
            _watermark.SkipTo(end);
            Interlocked.Exchange(ref _expected, end);
        }

        ObserveEnd(end);
    }

    /// <summary>Hears where the log ends now; in a topic that was made anew that is less than before.</summary>
    public void ObserveEnd(long end) => Interlocked.Exchange(ref _end, end);

    public void ObserveCommitted(long offset) => Interlocked.Exchange(ref _committed, offset);

    /// <summary>Messages taken since the last call.</summary>
    public int TakeConsumed()
    {
        var consumed = Interlocked.Read(ref _consumed);
        var fresh = (int)(consumed - _reported);
        _reported = consumed;
        return fresh;
    }

    /// <summary>The offset to commit, or null where it is the one that was taken last.</summary>
    public long? TakePosition()
    {
        var position = Position;
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
        while (_arrived.Reader.TryRead(out var post))
        {
            Release([post]);
        }

        foreach (var former in _formers.Values)
        {
            while (former.TakeRest() is { } post)
            {
                Release([post]);
            }
        }

        _stopForming.Dispose();
        _drop.Dispose();
    }

    private static long? Known(long offset) => offset < 0 ? null : offset;

    private async Task WhenIdleAsync()
    {
        // What is at work may start more: a former its batches, a batch the posts that it held back.
        await _takingIn;
        while (true)
        {
            Task[] atWork;
            lock (_lock)
            {
                atWork = [.. _atWork];
            }

            if (atWork.Length == 0)
            {
                return;
            }

            await Task.WhenAll(atWork);
            await Task.Yield();
        }
    }

    private void CheckGap(long offset, Func<TopicPartition, long> lowOf)
    {
        var expected = Expected;
        if (offset <= expected)
        {
            return;
        }

        // Offsets that the log skips by itself (transaction markers, aborted or compacted records) lie above its first
        // offset; what was dropped lies below.
        var low = lowOf(Partition);
        if (low < 0 || low > expected)
        {
            var count = (low < 0 ? offset : Math.Min(low, offset)) - expected;
            Interlocked.Add(ref _gaps, count);
            _monitor.Gap(Partition, expected, count);
        }
    }

    private async Task TakeInAsync()
    {
        var stop = _stopForming.Token;
        try
        {
            while (await _arrived.Reader.WaitToReadAsync(stop))
            {
                while (!stop.IsCancellationRequested && _arrived.Reader.TryRead(out var post))
                {
                    TakeIn(post);
                }
            }
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
            // The lane is drained or dropped.
        }
    }

#pragma warning disable CA1031 // Whatever reading one message throws is that message's trouble.
    /// <summary>Reads a message and sends it its way.</summary>
    private void TakeIn(ConsumedPost post)
    {
        try
        {
            _pipeline.Read(post);
        }
        catch (Exception exception)
        {
            _monitor.Failed("Reading a post", exception);
            post.Fail(Unexpected(exception));
        }

        if (post.Failure is not null)
        {
            StartDeadLetter(post);
        }
        else if (post.Post!.IsPart)
        {
            StartPart(post);
        }
        else
        {
            post.Turn = _users.Enter(post.Post.UserId);
            Former(new BatchKind(post.Post.Brings)).Add(post);
        }
    }
#pragma warning restore CA1031

    // Closures of their own: one in TakeIn would be made for every post.
    private void StartDeadLetter(ConsumedPost post) => Start(() => _pipeline.DeadLetterAsync(post, _drop.Token), [post], null);

    /// <summary>A part may wait for the others for the length of the parts window: it holds up nothing but the revisions of its own post.</summary>
    private void StartPart(ConsumedPost post)
    {
        post.Part = _revisions.Enter(post.Post!.Key);
        Start(() => _pipeline.ProcessPartAsync(Partition.Partition.Value, post, _drop.Token, _stopForming.Token), [post], null);
    }

    private BatchFormer Former(BatchKind kind) => _formers.TryGetValue(kind, out var former) ? former : StartFormer(kind);

    private BatchFormer StartFormer(BatchKind kind)
    {
        Action<ConsumedPost>? leave = kind.MayLeave ? Former(kind with { IsLeft = true }).Add : null;
        var former = new BatchFormer(
            stop => _pipeline.EnterBatchAsync(kind, stop),
            (batch, slot) => Start(() => ProcessAsync(batch, slot, leave), batch, slot),
            kind.NeedsDevice ? _options.MaxPictureBatchPosts : _options.MaxBatchPosts,
            _options.MaxBatchBytes);
        _formers.Add(kind, former);
        Track(former.RunAsync(_stopForming.Token));
        return former;
    }

    private async Task ProcessAsync(List<ConsumedPost> batch, IDisposable? slot, Action<ConsumedPost>? leave)
    {
        foreach (var held in await _pipeline.ProcessAsync(Partition.Partition.Value, batch, slot, leave, _drop.Token, _stopForming.Token))
        {
            batch.Remove(held);
            Start(() => _pipeline.PublishHeldAsync(Partition.Partition.Value, held, _drop.Token, _stopForming.Token), [held], null);
        }
    }

    /// <summary>Starts work on posts; they are finished with it, unless it takes them out of the list.</summary>
    private void Start(Func<Task> work, List<ConsumedPost> posts, IDisposable? slot) => Track(Task.Run(() => RunAsync(work, posts, slot)));

    private void Track(Task task)
    {
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

#pragma warning disable CA1031 // The pipeline repeats what can pass: anything else is the fault of a message, or ours.
    private async Task RunAsync(Func<Task> work, List<ConsumedPost> posts, IDisposable? slot)
    {
        try
        {
            await work();
            posts.ForEach(static post => post.LetOthersPass());
            _watermark.Complete(posts);
            Release(posts);
        }
        catch (OperationCanceledException) when (_stopForming.IsCancellationRequested)
        {
            // Another member of the group will do them; those that wait for them are not let past.
            Release(posts);
        }
        catch (Exception exception)
        {
            Quarantine(posts, exception);
        }
        finally
        {
            slot?.Dispose();
        }
    }
#pragma warning restore CA1031

    /// <summary>Finds out whose fault a failure is: each post is tried alone, and one that fails alone becomes a dead letter.</summary>
    private void Quarantine(List<ConsumedPost> posts, Exception exception)
    {
        _monitor.Failed("Processing posts", exception);
        if (posts is not [var only])
        {
            foreach (var post in posts)
            {
                List<ConsumedPost> alone = [post];
                Start(() => ProcessAsync(alone, null, null), alone, null);
            }
        }
        else if (only.Failure is null)
        {
            only.Fail(Unexpected(exception));
            Start(() => _pipeline.DeadLetterAsync(only, _drop.Token), posts, null);
        }
        else
        {
            // Not even a dead letter can be made of it: its offset must not be committed.
            _fault = exception;
            Release(posts);
        }
    }

    /// <summary>The exception's message may quote the post; its type does not.</summary>
    private static PostFailure Unexpected(Exception exception) =>
        new("processing-failed", $"Processing the post failed with {exception.GetType().Name}; the log says more.");

    /// <summary>Gives back what posts hold of the budgets, finished or not.</summary>
    private void Release(List<ConsumedPost> posts)
    {
        var bytes = 0L;
        foreach (var post in posts)
        {
            post.Activity?.Dispose();
            bytes += post.Bytes;
        }

        _own.Release(posts.Count, bytes);
        _pipeline.Budget.Release(posts.Count, bytes);
    }
}
