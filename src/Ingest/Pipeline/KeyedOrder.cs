namespace Moodstream.Ingest.Pipeline;

/// <summary>Lets holders of the same key pass one after the other, in the order in which they entered; others do not wait.</summary>
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
