using Orleans.Placement;
using Orleans.Runtime.Placement;

namespace Moodstream.Grains.Placement;

/// <summary>Leaves only the silo that announces the name in the grain's key.</summary>
internal sealed class SiloPlacementFilterDirector(ISiloAnnouncements announcements) : IPlacementFilterDirector
{
    /// <inheritdoc/>
    public IEnumerable<SiloAddress> Filter(PlacementFilterStrategy filterStrategy, PlacementTarget target, IEnumerable<SiloAddress> silos) =>
        silos.Where(silo => announcements.Of(silo).Silo == target.GrainIdentity.Key.ToString());
}
