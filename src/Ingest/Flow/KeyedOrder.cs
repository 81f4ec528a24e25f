using System.Runtime.InteropServices;

namespace Moodstream.Ingest.Flow;

/// <summary>Lets holders of the same key pass one after the other, in the order in which they entered; others do not wait.</summary>
/// <remarks>
/// The last turn of every key is kept, under a lock, and a newcomer waits for that one only, so each is a chain. A turn
/// removes itself only where it is still the last: where another has entered meanwhile, that one's successors must find it.
/// The order is that of the calls to <see cref="Enter"/>, so one thread has to enter them. Whoever entered has to pass, also
/// when it fails, or its key stands still for ever. Whoever passes before its turn frees its successor at once; a holder of
/// several turns awaits them in the order in which it entered, or two holders could wait for each other.
/// </remarks>
/// <typeparam name="TKey">The keys.</typeparam>
internal sealed class KeyedOrder<TKey>
    where TKey : notnull
{
    private readonly Lock _lock = new();
    private readonly Dictionary<TKey, Turn> _last = [];

    /// <summary>Takes a place behind everyone who entered with the same key and has not passed.</summary>
    public Turn Enter(TKey key)
    {
        lock (_lock)
        {
            ref var last = ref CollectionsMarshal.GetValueRefOrAddDefault(_last, key, out _);
            return last = new Turn(this, key, last);
        }
    }

    /// <summary>A place in the order.</summary>
    internal sealed class Turn(KeyedOrder<TKey> order, TKey key, Turn? before)
    {
        private Turn? _before = before;
        private TaskCompletionSource? _awaited;
        private volatile bool _passed;

        /// <summary>Whether it is this holder's turn.</summary>
        public bool IsReady => _before is not { } first || first._passed;

        /// <summary>Done when it is this holder's turn.</summary>
        public Task Ready => _before?.WhenPassed() ?? Task.CompletedTask;

        /// <summary>Lets the next one pass; may be called more than once.</summary>
        public void Pass()
        {
            TaskCompletionSource? awaited;
            lock (order._lock)
            {
                if (_passed)
                {
                    return;
                }

                _passed = true;
                _before = null;
                awaited = _awaited;
                if (order._last.TryGetValue(key, out var last) && last == this)
                {
                    order._last.Remove(key);
                }
            }

            awaited?.SetResult();
        }

        private Task WhenPassed()
        {
            lock (order._lock)
            {
                // Few are ever waited for. Continuations go elsewhere, or the next holder's work would run inside Pass, in the midst of this one's batch.
                return _passed ? Task.CompletedTask : (_awaited ??= new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously)).Task;
            }
        }
    }
}
