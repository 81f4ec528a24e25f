namespace Moodstream.Ingest.Pipeline;

/// <summary>Lets holders of the same key pass one after the other, in the order in which they entered; others do not wait.</summary>
internal sealed class KeyedOrder
{
    private readonly Dictionary<string, Turn> _last = new(StringComparer.Ordinal);

    /// <summary>Takes a place behind everyone who entered with the same key and has not passed.</summary>
    public Turn Enter(string key)
    {
        lock (_last)
        {
            var turn = new Turn(this, key, _last.GetValueOrDefault(key)?.Passed ?? Task.CompletedTask);
            _last[key] = turn;
            return turn;
        }
    }

    /// <summary>A place in the order.</summary>
    internal sealed class Turn(KeyedOrder order, string key, Task ready)
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
