using System.Collections.Concurrent;
using Microsoft.Extensions.Time.Testing;
using Moodstream.Inference.Batching;
using Moodstream.TestKit;

namespace Moodstream.Inference.Tests.Batching;

[Trait("Category", "Unit")]
public sealed class MicroBatcherTests : IDisposable
{
    private const int Plug = -1;

    private readonly FakeTimeProvider _time = new();
    private readonly ConcurrentQueue<int[]> _batches = new();
    private readonly TaskCompletionSource _plugged = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly ManualResetEventSlim _release = new();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public void Dispose() => _release.Dispose();

    [Fact]
    public async Task Items_that_wait_together_run_in_one_batch_in_their_order()
    {
        await using var batcher = Batcher(maxBatchSize: 8);
        Task<int>[] results;
        using (await HoldAsync(batcher))
        {
            results = Send(batcher, 1, 2, 3);
        }

        await _time.AdvanceUntilAsync(Task.WhenAll(results), Token);
        Assert.Equal((int[])[10, 20, 30], await Task.WhenAll(results));
        Assert.Equal([1, 2, 3], Assert.Single(_batches));
    }

    [Fact]
    public async Task A_full_batch_leaves_without_waiting_for_its_delay()
    {
        await using var batcher = Batcher(maxBatchSize: 2);

        Assert.Equal((int[])[10, 20], await Task.WhenAll(Send(batcher, 1, 2)).WaitAsync(Token));
        Assert.Equal([1, 2], Assert.Single(_batches));
    }

    [Fact]
    public async Task A_batch_that_is_not_full_leaves_when_its_oldest_item_has_waited_long_enough()
    {
        await using var batcher = Batcher(maxBatchSize: 8, delayMs: 100);
        var first = batcher.RunAsync(1, Token);
        _time.Advance(TimeSpan.FromMilliseconds(60));
        var second = batcher.RunAsync(2, Token);

        Assert.False(first.IsCompleted);
        await _time.AdvanceUntilAsync(Task.WhenAll(first, second), Token);

        Assert.Equal((int[])[10, 20], await Task.WhenAll(first, second));
        Assert.Equal([1, 2], Assert.Single(_batches));
    }

    [Fact]
    public async Task A_batch_never_exceeds_its_maximum()
    {
        await using var batcher = Batcher(maxBatchSize: 3, delayMs: 0);
        Task<int>[] results;
        using (await HoldAsync(batcher))
        {
            results = Send(batcher, [.. Enumerable.Range(0, 10)]);
        }

        await Task.WhenAll(results).WaitAsync(Token);
        Assert.Equal([3, 3, 3, 1], _batches.Select(batch => batch.Length));
    }

    [Fact]
    public async Task When_the_queue_is_full_callers_wait_for_room()
    {
        await using var batcher = Batcher(maxBatchSize: 1, delayMs: 0, maxQueued: 2);
        Task<int> third;
        using (await HoldAsync(batcher))
        {
            _ = Send(batcher, 1, 2);
            using var impatient = new CancellationTokenSource();
            third = batcher.RunAsync(3, impatient.Token);
            await impatient.CancelAsync();
            await Assert.ThrowsAnyAsync<OperationCanceledException>(() => third);
            third = batcher.RunAsync(4, Token);
        }

        Assert.Equal(40, await third.WaitAsync(Token));
        Assert.Equal([1, 2, 4], _batches.Select(batch => batch[0]));
    }

    [Fact]
    public async Task A_failing_batch_fails_its_own_items_only()
    {
        await using var batcher = Batcher(maxBatchSize: 2, run: batch =>
            batch.Contains(1) ? throw new InvalidOperationException("device lost") : [.. batch.Select(item => item * 10)]);
        Task<int>[] results;
        using (await HoldAsync(batcher))
        {
            results = Send(batcher, 1, 2, 3, 4);
        }

        Assert.Equal((int[])[30, 40], await Task.WhenAll(results[2..]).WaitAsync(Token));
        foreach (var failed in results[..2])
        {
            Assert.Equal("device lost", (await Assert.ThrowsAsync<InvalidOperationException>(() => failed)).Message);
        }
    }

    [Fact]
    public async Task A_batch_with_another_number_of_results_is_a_failure()
    {
        await using var batcher = Batcher(maxBatchSize: 1, run: _ => []);

        await Assert.ThrowsAsync<InvalidOperationException>(() => batcher.RunAsync(1, Token));
    }

    [Fact]
    public async Task An_item_whose_caller_gave_up_is_not_computed()
    {
        await using var batcher = Batcher(maxBatchSize: 1, delayMs: 0);
        using var impatient = new CancellationTokenSource();
        Task<int> kept;
        using (await HoldAsync(batcher))
        {
            var abandoned = batcher.RunAsync(1, impatient.Token);
            kept = batcher.RunAsync(2, Token);
            await impatient.CancelAsync();
            await Assert.ThrowsAnyAsync<OperationCanceledException>(() => abandoned);
        }

        await kept.WaitAsync(Token);
        Assert.Equal([2], Assert.Single(_batches));
    }

    [Fact]
    public async Task An_item_whose_caller_gives_up_while_its_batch_waits_for_company_is_not_computed()
    {
        using var metrics = new MetricRecorder("Moodstream.Inference", "batch-test");
        await using var batcher = new MicroBatcher<int, int>(
            batch =>
            {
                _batches.Enqueue([.. batch]);
                return [.. batch];
            },
            new MicroBatcherOptions(new("batch-test"), "cpu:0", 8, TimeSpan.FromSeconds(1), 64),
            _time);
        using var impatient = new CancellationTokenSource();
        var abandoned = batcher.RunAsync(1, impatient.Token);
        var kept = batcher.RunAsync(2, Token);
        await impatient.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => abandoned);

        await _time.AdvanceUntilAsync(kept, Token);

        Assert.Equal([2], Assert.Single(_batches));
        Assert.Equal([1], metrics["moodstream.inference.abandoned"]);
    }

    [Fact]
    public async Task A_batch_that_all_callers_gave_up_does_not_run()
    {
        await using var batcher = Batcher(maxBatchSize: 8, delayMs: 100);
        using var impatient = new CancellationTokenSource();
        var abandoned = batcher.RunAsync(1, impatient.Token);
        await impatient.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => abandoned);
        _time.Advance(TimeSpan.FromSeconds(1));

        var kept = batcher.RunAsync(2, Token);
        await _time.AdvanceUntilAsync(kept, Token);

        Assert.Equal([2], Assert.Single(_batches));
    }

    [Fact]
    public async Task Disposal_computes_what_waits_and_takes_no_more()
    {
        var batcher = Batcher(maxBatchSize: 4, delayMs: 0);
        Task<int>[] results;
        ValueTask disposal;
        using (await HoldAsync(batcher))
        {
            results = Send(batcher, 1, 2, 3);
            disposal = batcher.DisposeAsync();
        }

        await disposal;
        Assert.Equal((int[])[10, 20, 30], await Task.WhenAll(results));
        await Assert.ThrowsAsync<ObjectDisposedException>(() => batcher.RunAsync(4, Token));
        await batcher.DisposeAsync();
    }

    [Fact]
    public async Task As_many_batches_run_at_a_time_as_there_are_callers_of_the_device()
    {
        using var meeting = new Barrier(2);
        await using var batcher = Batcher(maxBatchSize: 1, delayMs: 0, concurrency: 2, run: batch =>
        {
            // With one thread the barrier would never be passed.
            meeting.SignalAndWait(Token);
            return [.. batch];
        });

        Assert.Equal((int[])[1, 2], await Task.WhenAll(Send(batcher, 1, 2)).WaitAsync(Token));
    }

    [Fact]
    public async Task The_batcher_disposes_of_its_items_whatever_becomes_of_them()
    {
        var computed = new Resource();
        var refused = new Resource();
        var batcher = new MicroBatcher<Resource, bool>(
            batch => [.. batch.Select(item => item.IsDisposed)], new MicroBatcherOptions(new("test"), "cpu:0", 1, TimeSpan.Zero, 4), _time);

        Assert.False(await batcher.RunAsync(computed, Token));
        await batcher.DisposeAsync();
        await Assert.ThrowsAsync<ObjectDisposedException>(() => batcher.RunAsync(refused, Token));

        Assert.True(computed.IsDisposed);
        Assert.True(refused.IsDisposed);
    }

    [Fact]
    public async Task Items_and_executions_are_counted_apart()
    {
        using var metrics = new MetricRecorder("Moodstream.Inference", "batch-test");
        await using (var batcher = new MicroBatcher<int, int>(
            batch => [.. batch.Select(HeldUp)], new MicroBatcherOptions(new("batch-test"), "cpu:0", 2, TimeSpan.Zero, 8), _time))
        {
            Task<int>[] results;
            using (await HoldAsync(batcher))
            {
                results = [batcher.RunAsync(1, Token), batcher.RunAsync(2, Token), batcher.RunAsync(3, Token)];
            }

            await Task.WhenAll(results).WaitAsync(Token);
        }

        // The first is the one that held up the others.
        Assert.Equal([1, 2, 1], metrics["moodstream.inference.items"]);
        Assert.Equal([1, 1, 1], metrics["moodstream.inference.executions"]);
        Assert.Equal([1, 2, 1], metrics["moodstream.inference.batch.size"]);
        Assert.Equal(4, metrics["moodstream.inference.queue.duration"].Count);
        Assert.Equal(3, metrics["moodstream.inference.compute.duration"].Count);
    }

    [Fact]
    public async Task A_batcher_that_gets_nothing_for_a_while_says_so_once_and_goes_on()
    {
        using var idle = new SemaphoreSlim(0);
        var options = new MicroBatcherOptions(new("test"), "cpu:0", 1, TimeSpan.Zero, 1) { OnIdle = () => idle.Release() };
        await using var batcher = new MicroBatcher<int, int>(static batch => [.. batch], options, _time);

        await _time.AdvanceUntilAsync(idle.WaitAsync(Token), Token);
        _time.Advance(10 * MicroBatcherOptions.IdleAfter);
        Assert.Equal(7, await batcher.RunAsync(7, Token));
        Assert.Equal(0, idle.CurrentCount);

        await _time.AdvanceUntilAsync(idle.WaitAsync(Token), Token);
        Assert.Equal(8, await batcher.RunAsync(8, Token));
    }

    [Fact]
    public async Task What_a_batcher_does_while_it_is_idle_may_fail()
    {
        var idle = new TaskCompletionSource();
        var options = new MicroBatcherOptions(new("test"), "cpu:0", 1, TimeSpan.Zero, 1)
        {
            OnIdle = () =>
            {
                idle.TrySetResult();
                throw new InvalidOperationException("broken");
            },
        };
        await using var batcher = new MicroBatcher<int, int>(static batch => [.. batch], options, _time);

        await _time.AdvanceUntilAsync(idle.Task, Token);

        Assert.Equal(7, await batcher.RunAsync(7, Token).WaitAsync(Token));
    }

    private MicroBatcher<int, int> Batcher(
        int maxBatchSize, double delayMs = 1_000, int maxQueued = 64, int concurrency = 1, Func<IReadOnlyList<int>, int[]>? run = null) =>
        new(
            batch =>
            {
                if (batch is [Plug])
                {
                    return [HeldUp(Plug)];
                }

                _batches.Enqueue([.. batch]);
                return run is null ? [.. batch.Select(item => item * 10)] : run(batch);
            },
            new MicroBatcherOptions(new("test"), "cpu:0", maxBatchSize, TimeSpan.FromMilliseconds(delayMs), maxQueued, concurrency),
            _time);

    /// <summary>Occupies the batcher's only thread with an item of its own until the result is disposed of; what is sent meanwhile waits in the queue.</summary>
    private async Task<IDisposable> HoldAsync(MicroBatcher<int, int> batcher)
    {
        var held = batcher.RunAsync(Plug, Token);
        await _time.AdvanceUntilAsync(Task.WhenAny(_plugged.Task, held), Token);
        Assert.False(held.IsCompleted);
        return new Release(_release);
    }

    private int HeldUp(int item)
    {
        if (item == Plug)
        {
            _plugged.SetResult();
            _release.Wait(Token);
        }

        return item;
    }

    private static Task<int>[] Send(MicroBatcher<int, int> batcher, params int[] items) => Array.ConvertAll(items, item => batcher.RunAsync(item, Token));

    private sealed class Release(ManualResetEventSlim release) : IDisposable
    {
        public void Dispose() => release.Set();
    }

    private sealed class Resource : IDisposable
    {
        public bool IsDisposed { get; private set; }

        public void Dispose() => IsDisposed = true;
    }
}
