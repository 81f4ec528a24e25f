namespace Moodstream.Grains.Credits;

/// <summary>How long whoever has work to be done waits for it.</summary>
/// <param name="Deadline">When it is of no use any more; null for never. Work that has a deadline goes before work that has none.</param>
/// <param name="Waiting">Ends the wait for devices at once. A call that a device has goes on, but what depends on more calls ends as well.</param>
/// <param name="Working">Ends everything at once; what a device has not begun is dropped there.</param>
internal readonly record struct Patience(DateTimeOffset? Deadline, CancellationToken Waiting, CancellationToken Working)
{
    /// <summary>
    /// How long a grain call may be busy with encoding. The response time-outs of such calls lie above it, so that a caller hears what was
    /// wrong. It leaves time for a device that no longer answers and for the try on the next one.
    /// </summary>
    private static readonly TimeSpan Call = TimeSpan.FromSeconds(45);

    /// <summary>As long as it takes.</summary>
    /// <param name="waiting">Ends the wait for devices.</param>
    /// <param name="working">Ends everything.</param>
    public static Patience Unlimited(CancellationToken waiting, CancellationToken working) => new(null, waiting, working);

    /// <summary>That of a grain call which encodes from now on.</summary>
    /// <param name="time">The clock.</param>
    /// <param name="working">Ends everything.</param>
    public static Patience OfCall(TimeProvider time, CancellationToken working) => new(time.GetUtcNow() + Call, CancellationToken.None, working);
}
