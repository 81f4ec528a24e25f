using Microsoft.Extensions.Options;
using Moodstream.Grains.Options;

namespace Moodstream.Grains.Storage;

/// <summary>
/// How long timelines keep a post. What is past it is not shown, not taken, and sooner or later removed: three that look at the same clock, so
/// that nothing depends on when it is removed.
/// </summary>
/// <param name="time">Clock.</param>
/// <param name="kept">How long a post is kept after its creation; null for ever.</param>
internal sealed class TimelineRetention(TimeProvider time, TimeSpan? kept)
{
    /// <summary>Reads how long posts are kept.</summary>
    /// <param name="options">Holds <see cref="TimelineOptions.RetentionDays"/>.</param>
    /// <param name="time">Clock.</param>
    public TimelineRetention(IOptions<TimelineOptions> options, TimeProvider time)
        : this(time, options.Value.Retention)
    {
    }

    /// <summary>Keeps everything.</summary>
    public static TimelineRetention Forever { get; } = new(TimeProvider.System, null);

    /// <summary>The earliest creation time that is kept, in UTC ticks; 0 where every one is.</summary>
    public long EarliestTicks => kept is { } span ? Math.Max(0, time.GetUtcNow().UtcTicks - span.Ticks) : 0;

    /// <summary>Whether a post is past it.</summary>
    /// <param name="createdAt">When the author says to have posted it.</param>
    public bool IsPast(DateTimeOffset createdAt) => createdAt.UtcTicks < EarliestTicks;
}
