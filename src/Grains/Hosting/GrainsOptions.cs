namespace Moodstream.Grains.Hosting;

/// <summary>Settings of the section <c>Grains</c>.</summary>
public sealed class GrainsOptions
{
    /// <summary>Name of the section.</summary>
    public const string Section = "Grains";

    /// <summary>
    /// Most requests that may wait for one activation, 1–1,000,000; callers beyond get an error at once and try again
    /// later, so that an overload shows where it starts and not as memory that runs out.
    /// </summary>
    public int MaxQueuedRequests { get; set; } = 5_000;
}
