namespace Moodstream.Ingest.Status;

/// <summary>Counts events per second over the last ten whole seconds.</summary>
internal sealed class RateMeter(TimeProvider time)
{
    private const int Seconds = 10;

    private readonly Lock _lock = new();
    private readonly long[] _counts = new long[Seconds + 1];
    private readonly long _started = time.GetTimestamp();
    private long _second;

    public double PerSecond
    {
        get
        {
            lock (_lock)
            {
                Advance();
                long sum = 0;
                for (var i = 0; i < _counts.Length; i++)
                {
                    // The running second is left out: it would make every reading too low.
                    sum += i == _second % _counts.Length ? 0 : _counts[i];
                }

                return sum / (double)Math.Clamp(_second, 1, Seconds);
            }
        }
    }

    public void Add(long count)
    {
        lock (_lock)
        {
            Advance();
            _counts[_second % _counts.Length] += count;
        }
    }

    private void Advance()
    {
        var now = (long)time.GetElapsedTime(_started).TotalSeconds;
        for (var second = Math.Max(_second + 1, now - Seconds); second <= now; second++)
        {
            _counts[second % _counts.Length] = 0;
        }

        _second = now;
    }
}
