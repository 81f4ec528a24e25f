using Microsoft.Extensions.Logging;
using Moodstream.Grains.Storage;

namespace Moodstream.Grains.Timelines;

/// <summary>Removes what is past its retention from the timelines, once a day and soon after the start.</summary>
internal sealed partial class TimelineSweeper(IStores stores, TimeProvider time, ILogger<TimelineSweeper> logger)
    : PeriodicSweep(TimeSpan.FromMinutes(10), TimeSpan.FromDays(1), time, logger)
{
    /// <inheritdoc/>
    protected override string What => "timeline entries";

    /// <inheritdoc/>
    protected override async Task SweepAsync(CancellationToken stopping)
    {
        var started = Time.GetTimestamp();
        if (await stores.Timelines.SweepAsync(stopping) is > 0 and var removed)
        {
            LogSwept(removed, Time.GetElapsedTime(started));
        }
    }

    [LoggerMessage(LogLevel.Information, "{Removed} posts past Timeline:RetentionDays were removed from the timelines, in {Elapsed}")]
    private partial void LogSwept(long removed, TimeSpan elapsed);
}
