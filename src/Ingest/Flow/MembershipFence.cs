namespace Moodstream.Ingest.Flow;

/// <summary>
/// Keeps a silo that stood still (a stopped process, a frozen machine) from writing what others have done meanwhile. The group may have given
/// its partitions away while it could neither say that it lives nor hear of it: nothing is sent before the group has confirmed that this member
/// still belongs to it, or what was under way is dropped.
/// </summary>
/// <remarks>
/// A timer leaves a trace several times a second. Whoever wants to write after a standstill finds the trace old, whether or not the timer came
/// first: it raises the doubt before it leaves its next trace. Only the consumer takes a doubt away.
/// </remarks>
/// <param name="longest">The longest standstill after which the membership is sure to last.</param>
/// <param name="time">The clock.</param>
internal sealed class MembershipFence(TimeSpan longest, TimeProvider time)
{
    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(200);

    private readonly Lock _lock = new();
    private TaskCompletionSource _proven = Proven();
    private long _trace;
    private int _standstills;
    private volatile bool _isDoubtful;
    private volatile bool _isWatching;

    /// <summary>The number of the standstill since which the group has not confirmed the membership; null where it has.</summary>
    public int? Doubtful
    {
        get
        {
            lock (_lock)
            {
                return _isDoubtful ? _standstills : null;
            }
        }
    }

    // The trace is read first: whoever sees a fresh one after a standstill sees the doubt as well.
    private bool IsOpen => !_isWatching || (time.GetElapsedTime(Interlocked.Read(ref _trace)) <= longest && !_isDoubtful);

    /// <summary>Watches for standstills; dispose the answer to end it.</summary>
    public IDisposable Watch()
    {
        Interlocked.Exchange(ref _trace, time.GetTimestamp());
        _isWatching = true;
        return new Watching(this, time.CreateTimer(static fence => ((MembershipFence)fence!).LeaveTrace(), this, Interval, Interval));
    }

    /// <summary>Goes on at once as a rule; after a standstill when the membership is confirmed.</summary>
    /// <param name="cancellationToken">Ends the wait: what was under way is dropped.</param>
    public ValueTask PassAsync(CancellationToken cancellationToken) => IsOpen ? ValueTask.CompletedTask : new ValueTask(WaitAsync(cancellationToken));

    /// <summary>The group has confirmed the membership, or nothing is under way any more.</summary>
    /// <param name="standstill">The <see cref="Doubtful"/> of before it was asked: after another standstill it must be asked again.</param>
    public void Prove(int standstill)
    {
        lock (_lock)
        {
            if (standstill == _standstills)
            {
                _isDoubtful = false;
                _proven.TrySetResult();
            }
        }
    }

    private static TaskCompletionSource Proven() => new(TaskCreationOptions.RunContinuationsAsynchronously);

    private void LeaveTrace()
    {
        if (time.GetElapsedTime(Interlocked.Read(ref _trace)) > longest)
        {
            lock (_lock)
            {
                _standstills++;
                _ = DoubtAsync();
            }
        }

        Interlocked.Exchange(ref _trace, time.GetTimestamp());
    }

    private Task DoubtAsync()
    {
        lock (_lock)
        {
            if (!_isDoubtful)
            {
                _proven = Proven();
                _isDoubtful = true;
            }

            return _proven.Task;
        }
    }

    private async Task WaitAsync(CancellationToken cancellationToken)
    {
        while (!IsOpen)
        {
            await DoubtAsync().WaitAsync(cancellationToken);
        }
    }

    private sealed class Watching(MembershipFence fence, ITimer timer) : IDisposable
    {
        public void Dispose()
        {
            timer.Dispose();
            fence._isWatching = false;
            fence.Prove(fence._standstills);
        }
    }
}
