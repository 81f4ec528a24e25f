using System.Diagnostics;
using System.Threading.Channels;
using Moodstream.Inference.Telemetry;

namespace Moodstream.Inference.Batching;

/// <summary>
/// Gathers items of many callers into batches for a device that is faster in batches. Rules as in Triton's dynamic batcher: a batch
/// leaves when it is full, or when its oldest item has waited long enough. What its caller gave up is never computed, up to the moment
/// at which its batch starts. Safe for concurrent use.
/// </summary>
/// <typeparam name="TIn">An item. The batcher owns the items that it was given and disposes of those that are disposable.</typeparam>
/// <typeparam name="TOut">What becomes of an item.</typeparam>
public sealed class MicroBatcher<TIn, TOut> : IAsyncDisposable
{
    private readonly Func<IReadOnlyList<TIn>, IReadOnlyList<TOut>> _run;
    private readonly MicroBatcherOptions _options;
    private readonly TimeProvider _time;
    private readonly Channel<Item> _queue;
    private readonly SemaphoreSlim _gathering = new(1);
    private readonly TagList _tags;
    private readonly Task _loops;

    /// <summary>Starts a batcher.</summary>
    /// <param name="run">
    /// Computes a batch, one result per item, in order. It runs on the batcher's own threads, blocking them; what it throws goes to
    /// the callers of that batch only.
    /// </param>
    /// <param name="options">How batches are formed.</param>
    /// <param name="time">Measures delays; the system's clock where null.</param>
    public MicroBatcher(Func<IReadOnlyList<TIn>, IReadOnlyList<TOut>> run, MicroBatcherOptions options, TimeProvider? time = null)
    {
        ArgumentNullException.ThrowIfNull(run);
        ArgumentNullException.ThrowIfNull(options);
        ArgumentOutOfRangeException.ThrowIfLessThan(options.MaxBatchSize, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(options.MaxQueued, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(options.Concurrency, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(options.MaxDelay, TimeSpan.Zero);
        _run = run;
        _options = options;
        _time = time ?? TimeProvider.System;
        _queue = Channel.CreateBounded<Item>(options.MaxQueued);
        _tags = new TagList { { "modality", options.Modality.Name }, { "device", options.Device } };
        InferenceTelemetry.StartAtZero(_tags);

        // Threads of their own: a batch blocks its thread in native code, and the pool has few threads on a small machine.
        _loops = Task.WhenAll(Enumerable.Range(0, options.Concurrency).Select(_ =>
            Task.Factory.StartNew(Loop, CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default)));
    }

    /// <summary>Computes one item in a batch with others.</summary>
    /// <param name="item">The item; from here on it belongs to the batcher, whatever the outcome.</param>
    /// <param name="cancellationToken">Gives up waiting; only an item that is already in a running batch is computed in vain.</param>
    /// <exception cref="ObjectDisposedException">The batcher is disposed.</exception>
    public async Task<TOut> RunAsync(TIn item, CancellationToken cancellationToken = default)
    {
        var entry = new Item(item, _time.GetTimestamp(), cancellationToken);
        try
        {
            await _queue.Writer.WriteAsync(entry, cancellationToken);
        }
        catch (ChannelClosedException)
        {
            Release(item);
            throw new ObjectDisposedException(nameof(MicroBatcher<,>));
        }
        catch (OperationCanceledException)
        {
            Abandon(entry);
            throw;
        }

        return await entry.Completion.Task.WaitAsync(cancellationToken);
    }

    /// <summary>Takes no more items, computes those that wait, and stops.</summary>
    public async ValueTask DisposeAsync()
    {
        if (_queue.Writer.TryComplete())
        {
            await _loops;
            _gathering.Dispose();
        }
        else
        {
            await _loops;
        }
    }

    private void Loop()
    {
        var batch = new List<Item>(_options.MaxBatchSize);
        while (Gather(batch))
        {
            // Whoever gave up while the batch waited for company.
            batch.RemoveAll(IsAbandoned);
            if (batch.Count > 0)
            {
                Execute(batch);
                batch.Clear();
            }
        }
    }

    /// <summary>Only one loop gathers at a time: idle loops must not take each other's company away.</summary>
    private bool Gather(List<Item> batch)
    {
        _gathering.Wait();
        try
        {
            while (batch.Count == 0)
            {
                if (!WaitForFirst())
                {
                    return false;
                }

                Take(batch);
            }

            while (batch.Count < _options.MaxBatchSize && WaitForCompany(batch[0]))
            {
                Take(batch);
            }

            return true;
        }
        finally
        {
            _gathering.Release();
        }
    }

    private void Take(List<Item> batch)
    {
        while (batch.Count < _options.MaxBatchSize && _queue.Reader.TryRead(out var item))
        {
            if (!IsAbandoned(item))
            {
                batch.Add(item);
            }
        }
    }

    private bool IsAbandoned(Item item)
    {
        if (!item.Cancellation.IsCancellationRequested)
        {
            return false;
        }

        Abandon(item);
        return true;
    }

    private void Abandon(Item item)
    {
        InferenceTelemetry.Abandoned.Add(1, _tags);
        Release(item.Value);
    }

    private bool WaitForFirst()
    {
        if (_options.OnIdle is { } idle && WaitForItem(MicroBatcherOptions.IdleAfter) is null)
        {
            Rest(idle);
        }

        return WaitForItem(CancellationToken.None);
    }

    private bool WaitForCompany(Item oldest)
    {
        var remaining = _options.MaxDelay - _time.GetElapsedTime(oldest.Enqueued);
        return remaining > TimeSpan.Zero && WaitForItem(remaining) is true;
    }

    /// <returns>Whether there is an item, or will ever be; null where none came in time.</returns>
    private bool? WaitForItem(TimeSpan patience)
    {
        using var delay = new CancellationTokenSource(patience, _time);
        try
        {
            return WaitForItem(delay.Token);
        }
        catch (OperationCanceledException)
        {
            return null;
        }
    }

    private bool WaitForItem(CancellationToken cancellationToken)
    {
        var waiting = _queue.Reader.WaitToReadAsync(cancellationToken);
        return waiting.IsCompletedSuccessfully ? waiting.Result : waiting.AsTask().GetAwaiter().GetResult();
    }

#pragma warning disable CA1031 // Whatever a batch throws belongs to its callers, and the loop goes on.
    private static void Rest(Action idle)
    {
        try
        {
            idle();
        }
        catch (Exception)
        {
            // Where something is broken, the next batch fails too, and its callers hear of it.
        }
    }

    private void Execute(List<Item> batch)
    {
        var started = _time.GetTimestamp();
        foreach (var item in batch)
        {
            InferenceTelemetry.QueueDuration.Record(_time.GetElapsedTime(item.Enqueued, started).TotalSeconds, _tags);
        }

        try
        {
            var results = _run(batch.ConvertAll(static item => item.Value));
            if (results.Count != batch.Count)
            {
                throw new InvalidOperationException($"A batch of {batch.Count} items gave {results.Count} results.");
            }

            for (var i = 0; i < batch.Count; i++)
            {
                batch[i].Completion.TrySetResult(results[i]);
            }
        }
        catch (Exception exception)
        {
            batch.ForEach(item => item.Completion.TrySetException(exception));
        }
        finally
        {
            batch.ForEach(static item => Release(item.Value));
            InferenceTelemetry.ComputeDuration.Record(_time.GetElapsedTime(started).TotalSeconds, _tags);
            InferenceTelemetry.BatchSize.Record(batch.Count, _tags);
            InferenceTelemetry.Inferences.Add(batch.Count, _tags);
            InferenceTelemetry.Executions.Add(1, _tags);
        }
    }
#pragma warning restore CA1031

    private static void Release(TIn item) => (item as IDisposable)?.Dispose();

    private sealed record Item(TIn Value, long Enqueued, CancellationToken Cancellation)
    {
        public TaskCompletionSource<TOut> Completion { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);
    }
}
