namespace Moodstream.Grains.Routing;

/// <summary>
/// How long a grain call may be busy with encoding. The response time-outs of such calls lie above it, so that a caller hears what was wrong.
/// It leaves time for a device that no longer answers and for the try on the next one.
/// </summary>
internal static class CallDeadline
{
    private static readonly TimeSpan Length = TimeSpan.FromSeconds(45);

    /// <summary>The deadline of a call that encodes from now on.</summary>
    /// <param name="time">The clock.</param>
    public static DateTimeOffset From(TimeProvider time) => time.GetUtcNow() + Length;
}
