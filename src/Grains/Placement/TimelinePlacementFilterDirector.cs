using Orleans.Placement;
using Orleans.Runtime.Placement;

namespace Moodstream.Grains.Placement;

/// <summary>
/// Leaves only the silo that holds the timeline store. Should a second one appear, the older silo keeps the grains
/// until the younger has refused to start.
/// </summary>
internal sealed class TimelinePlacementFilterDirector(ISiloAnnouncements announcements) : IPlacementFilterDirector
{
    /// <inheritdoc/>
    public IEnumerable<SiloAddress> Filter(PlacementFilterStrategy filterStrategy, PlacementTarget target, IEnumerable<SiloAddress> silos) =>
        silos.Where(silo => announcements.Of(silo).HasTimelines).OrderBy(silo => silo.Generation).Take(1);
}
