using Moodstream.Grains.Interfaces.Erasures;
using Moodstream.Grains.Placement;
using Moodstream.Grains.Storage;

namespace Moodstream.Grains.Erasures;

/// <inheritdoc cref="IUserErasure"/>
/// <remarks>
/// The order is what makes it hold: once the erasure is registered, no store takes anything of the user any more, so that what is erased after
/// it cannot come back; the topic hears last, so that the tombstone stands behind every event that was under way.
/// </remarks>
[TimelinePlacement]
internal sealed class UserErasure(
    IErasures erasures,
    ITimelineStore timelines,
    IPostStore posts,
    ISiloAnnouncements announcements,
    IErasurePublisher publisher,
    TimeProvider time) : Grain, IUserErasure
{
    /// <inheritdoc/>
    public async Task<DateTimeOffset> Erase(CancellationToken cancellationToken = default)
    {
        var userId = this.GetPrimaryKeyString();
        var until = time.GetUtcNow();
        await erasures.AddAsync(userId, until);
        await timelines.EraseAsync(userId);
        await posts.EraseAsync(userId);
        await Task.WhenAll(announcements.Active
            .Select(silo => silo.Announcement.Silo)
            .Where(name => name.Length > 0)
            .Select(name => GrainFactory.GetGrain<ISiloMemory>(name).Erase(userId, until)));
        await publisher.PublishAsync(userId, cancellationToken);
        return until;
    }
}
