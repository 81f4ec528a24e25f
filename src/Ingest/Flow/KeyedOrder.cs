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
    private readonly Dictionary<TKey, Turn> _last = [];

    /// <summary>Takes a place behind everyone who entered with the same key and has not passed.</summary>
    public Turn Enter(TKey key)
    {
        lock (_last)
        {
            var turn = new Turn(this, key, _last.GetValueOrDefault(key)?.Passed ?? Task.CompletedTask);
            _last[key] = turn;
            return turn;
        }
    }

    /// <summary>A place in the order.</summary>
    internal sealed class Turn(KeyedOrder<TKey> order, TKey key, Task ready)
    {
        // Else the next holder's work would run inside Pass, in the midst of this one's batch.
        private readonly TaskCompletionSource _passed = new(TaskCreationOptions.RunContinuationsAsynchronously);

        /// <summary>Done when it is this holder's turn.</summary>
        public Task Ready => ready;

        public Task Passed => _passed.Task;

        /// <summary>Lets the next one pass; may be called more than once.</summary>
        public void Pass()
        {
            if (_passed.TrySetResult())
            {
                lock (order._last)
                {
                    if (order._last.GetValueOrDefault(key) == this)
                    {
                        order._last.Remove(key);
                    }
                }
            }
        }
    }
}
