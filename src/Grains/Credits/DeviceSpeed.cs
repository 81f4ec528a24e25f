namespace Moodstream.Grains.Credits;

/// <summary>
/// Measures on a device's own silo how fast it encodes one modality, and says how much it takes from each sender. Not safe for concurrent
/// use.
/// </summary>
/// <remarks>
/// Whoever has L contents outstanding at a device that does μ a second waits L / μ (Little's law), so L = T·μ keeps T seconds of work before
/// it (<see cref="CreditTerms.Target"/>). μ is an exponentially weighted mean over the time in which there was work: after Δ seconds of it
/// and n more contents done, μ ← μ·e^(−Δ/T) + (n/Δ)·(1 − e^(−Δ/T)). A device that was never given enough to do is measured too slow, but
/// answers sooner than in T then, so that L grows until it does not.
/// </remarks>
internal sealed class DeviceSpeed(CreditTerms terms, TimeProvider time)
{
    /// <summary>Contents that even a slow device should have at hand to make a batch of.</summary>
    public const int MicroBatch = 8;

    /// <summary>A sender shares in the credit as long after its last call, in units of <see cref="CreditTerms.Target"/>.</summary>
    private const int SenderMemory = 5;

    private readonly Dictionary<string, DateTimeOffset> _senders = new(StringComparer.Ordinal);
    private double? _perSecond;
    private int _atWork;
    private long _since;

    /// <summary>A call begins.</summary>
    /// <param name="sender">Who sends it.</param>
    public void Begin(string sender)
    {
        _senders[sender] = time.GetUtcNow();
        if (_atWork++ == 0)
        {
            _since = time.GetTimestamp();
        }
    }

    /// <summary>A call ends.</summary>
    /// <param name="done">Contents that were encoded; 0 where it failed, or its deadline passed.</param>
    public void End(int done)
    {
        var now = time.GetTimestamp();
        var seconds = time.GetElapsedTime(_since, now).TotalSeconds;
        _since = now;
        _atWork--;
        if (seconds > 0)
        {
            var kept = _perSecond is null ? 0 : Math.Exp(-seconds / terms.Target.TotalSeconds);
            _perSecond = ((_perSecond ?? 0) * kept) + (done / seconds * (1 - kept));
        }
        else
        {
            // The limit of the same for calls that end together.
            _perSecond += done / terms.Target.TotalSeconds;
        }
    }

    /// <summary>What a sender may have outstanding from now on, at least 1.</summary>
    /// <remarks>
    /// The device takes T·μ contents in all, but no fewer than a micro-batch or, where it is slower, than it does in half of a call's
    /// deadline D: max(T·μ, min(8, D·μ/2)). All who sent something in the last 5 T share that evenly.
    /// </remarks>
    public int Share()
    {
        var forget = time.GetUtcNow() - (SenderMemory * terms.Target);
        foreach (var (sender, seen) in _senders)
        {
            if (seen < forget)
            {
                _senders.Remove(sender);
            }
        }

        var speed = _perSecond ?? 0;
        var total = Math.Max(speed * terms.Target.TotalSeconds, Math.Min(MicroBatch, speed * terms.Deadline.TotalSeconds / 2));
        return (int)Math.Clamp(Math.Round(total / Math.Max(1, _senders.Count)), 1, int.MaxValue);
    }
}
