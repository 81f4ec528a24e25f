using Orleans.Placement;
using Orleans.Runtime.Placement;

namespace Moodstream.Grains.Placement;

/// <summary>
/// Leaves only the silos that have the timeline store: all that share it, or the one that the embedded store belongs to. Should a second store
/// appear, the oldest silo's counts until the younger has refused to start.
/// </summary>
internal sealed class TimelinePlacementFilterDirector(ISiloAnnouncements announcements) : IPlacementFilterDirector
{
    /// <inheritdoc/>
    public IEnumerable<SiloAddress> Filter(PlacementFilterStrategy filterStrategy, PlacementTarget target, IEnumerable<SiloAddress> silos)
    {
        List<(SiloAddress Address, SiloAnnouncement Announcement)> keepers = [.. silos
            .Select(silo => (Address: silo, Announcement: announcements.Of(silo)))
            .Where(silo => silo.Announcement.HasTimelines)
            .OrderBy(silo => silo.Address.Generation)];
        return keepers
            .TakeWhile((keeper, i) => i == 0 || keepers[0].Announcement.IsShared)
            .Where(keeper => keeper.Announcement.Store == keepers[0].Announcement.Store)
            .Select(keeper => keeper.Address);
    }
}
