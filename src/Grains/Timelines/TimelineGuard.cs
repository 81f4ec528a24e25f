using Microsoft.Extensions.Logging;
using Moodstream.Grains.Placement;
using Moodstream.Grains.Storage;

namespace Moodstream.Grains.Timelines;

/// <summary>
/// Keeps a cluster at one timeline store: a silo with a store that meets an older silo with another one refuses to
/// start, since each of the two would hold half of the timelines. A silo without a store says so where no other has one.
/// </summary>
internal sealed partial class TimelineGuard(
    ISiloAnnouncements announcements,
    ILocalSiloDetails local,
    TimeProvider time,
    ILogger<TimelineGuard> logger) : ILifecycleParticipant<ISiloLifecycle>
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(50);

    /// <inheritdoc/>
    public void Participate(ISiloLifecycle observer) =>
        observer.Subscribe(nameof(TimelineGuard), ServiceLifecycleStage.Active, CheckAsync);

    private async Task CheckAsync(CancellationToken cancellationToken)
    {
        // Announcements arrive shortly after a silo is seen; one that never answers must not hold up the start for ever.
        var until = time.GetUtcNow() + Patience;
        while (Others().Any(other => other.Announcement.Silo.Length == 0) && time.GetUtcNow() < until)
        {
            await Task.Delay(Pause, time, cancellationToken);
        }

        var keepers = Others().Where(other => other.Announcement.HasTimelines).ToList();
        var own = announcements.Of(local.SiloAddress);
        if (!own.HasTimelines)
        {
            if (keepers.Count == 0)
            {
                LogNoStore();
            }

            return;
        }

        foreach (var (address, announcement) in keepers.Where(keeper => !own.IsShared || keeper.Announcement.Store != own.Store))
        {
            if (address.Generation <= local.SiloAddress.Generation)
            {
                throw new TimelineStoreException(announcement.IsShared || own.IsShared
                    ? $"Silo '{announcement.Silo}' of this cluster keeps timelines in another store; give all silos the same Timeline:Store and Postgres:ConnectionString, or set Timeline:Enabled=false here."
                    : $"Silo '{announcement.Silo}' of this cluster already holds the timeline store, and the embedded store is for one silo; set Timeline:Enabled=false here, or Timeline:Store=postgres on all silos.");
            }

            LogSecondStore(announcement.Silo, address);
        }
    }

    private IEnumerable<(SiloAddress Address, SiloAnnouncement Announcement)> Others() =>
        announcements.Active.Where(silo => !silo.Address.Equals(local.SiloAddress));

    [LoggerMessage(LogLevel.Warning, "No silo of this cluster holds a timeline store yet; posts wait until one with Timeline:Enabled=true joins")]
    private partial void LogNoStore();

    [LoggerMessage(LogLevel.Critical, "The younger silo {Silo} at {Address} holds another timeline store; a cluster has one")]
    private partial void LogSecondStore(string silo, SiloAddress address);
}
