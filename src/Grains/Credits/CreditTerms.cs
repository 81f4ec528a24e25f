namespace Moodstream.Grains.Credits;

/// <summary>The times by which devices and their senders agree on how much is under way.</summary>
internal sealed record CreditTerms
{
    /// <summary>
    /// How much work a device likes to have before it. Enough to be busy while answers and new calls travel and pictures are decoded; no
    /// more, since what waits in a lane costs nothing, and can still go to another device.
    /// </summary>
    public TimeSpan Target { get; init; } = TimeSpan.FromSeconds(1.5);

    /// <summary>
    /// How long a call to a device may take: more than ten times <see cref="Target"/>, so that one which suddenly computes at a tenth of its
    /// speed still answers what it took.
    /// </summary>
    public TimeSpan Deadline { get; init; } = TimeSpan.FromSeconds(20);

    /// <summary>How long a device that failed gets nothing, as long as another one is there.</summary>
    public TimeSpan StandBack { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>How often waiting work is looked at though nothing was given back: devices join and leave, and stand back no longer.</summary>
    public TimeSpan Tick { get; init; } = TimeSpan.FromMilliseconds(250);
}
