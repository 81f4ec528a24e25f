using Moodstream.Grains.Interfaces.Classifying;
using Orleans.Placement;
using Orleans.Runtime.Placement;

namespace Moodstream.Grains.Placement;

/// <summary>
/// Leaves only the silo that announces the device in the grain's key. It asks the key, not the caller, so that the
/// answer is the same from every silo and from an outside client.
/// </summary>
internal sealed class DevicePlacementFilterDirector(ISiloAnnouncements announcements) : IPlacementFilterDirector
{
    /// <inheritdoc/>
    public IEnumerable<SiloAddress> Filter(PlacementFilterStrategy filterStrategy, PlacementTarget target, IEnumerable<SiloAddress> silos) =>
        DeviceKey.TryParse(target.GrainIdentity.Key.ToString()!, out var device)
            ? silos.Where(silo => announcements.Of(silo) is var said && said.Silo == device.Silo && said.Devices.Contains(device.Device))
            : [];
}
