namespace Moodstream.Grains.Credits;

/// <summary>
/// What one sender may have outstanding at one device, in contents of one modality. The device sets the limit with every answer. Not safe
/// for concurrent use.
/// </summary>
internal sealed class Credit(CreditTerms terms, TimeProvider time)
{
    /// <summary>The limit of a device that was never heard of: one micro-batch.</summary>
    public const int FirstGuess = DeviceSpeed.MicroBatch;

    /// <summary>The limit of a device that failed: it has to answer for one content before it gets more.</summary>
    public const int Probe = 1;

    /// <summary>
    /// Calls that share the limit. With one alone the device would have nothing to do from its answer to the next call.
    /// </summary>
    private const int Calls = 4;

    /// <summary>Most contents in one call: some micro-batches, so that no call takes long and a large batch spreads over devices.</summary>
    private const int MaxCall = 32;

    private DateTimeOffset _standsBackUntil = DateTimeOffset.MinValue;

    /// <summary>Most contents that may be outstanding, at least 1.</summary>
    public int Limit { get; private set; } = FirstGuess;

    /// <summary>Contents that were taken and not returned; above <see cref="Limit"/> where that fell meanwhile.</summary>
    public int Outstanding { get; private set; }

    /// <summary>Whether anything can be taken.</summary>
    public bool IsFree => Outstanding < Limit;

    /// <summary>The share of the limit that is outstanding, from 0; above 1 where the limit fell meanwhile.</summary>
    public double Load => (double)Outstanding / Limit;

    /// <summary>Whether the device failed a moment ago and answered nothing since.</summary>
    public bool StandsBack => time.GetUtcNow() < _standsBackUntil;

    /// <summary>Takes credit for one call.</summary>
    /// <param name="wanted">Contents that are there to be sent, at least 1.</param>
    /// <returns>
    /// Contents to send: min(<paramref name="wanted"/>, <see cref="Limit"/> − <see cref="Outstanding"/>, ⌈<see cref="Limit"/> / 4⌉, 32);
    /// 0 where it is not free.
    /// </returns>
    public int Take(int wanted)
    {
        var call = Math.Min(MaxCall, (Limit + Calls - 1) / Calls);
        var taken = Math.Max(0, Math.Min(Math.Min(wanted, call), Limit - Outstanding));
        Outstanding += taken;
        return taken;
    }

    /// <summary>Returns what was taken, whatever came of it.</summary>
    /// <param name="count">As many contents as were taken.</param>
    public void Return(int count) => Outstanding -= count;

    /// <summary>The device answered, and works. Its limit falls at once and doubles at most: a single quick answer says little of what it can do.</summary>
    /// <param name="limit">What it announced, at least 1.</param>
    public void Answered(int limit)
    {
        Limit = Math.Min(limit, 2 * Limit);
        _standsBackUntil = DateTimeOffset.MinValue;
    }

    /// <summary>The device failed, or did not answer in time.</summary>
    public void Failed()
    {
        Limit = Probe;
        _standsBackUntil = time.GetUtcNow() + terms.StandBack;
    }
}
