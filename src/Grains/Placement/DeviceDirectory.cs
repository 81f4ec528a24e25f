using Moodstream.Grains.Interfaces.Classifying;

namespace Moodstream.Grains.Placement;

/// <summary>Reads the devices out of what the living silos announce.</summary>
internal sealed class DeviceDirectory(ISiloAnnouncements announcements) : IDeviceDirectory
{
    /// <inheritdoc/>
    public IReadOnlyList<DeviceKey> Devices =>
        [.. announcements.Active
            .SelectMany(silo => silo.Announcement.Devices.Select(device => new DeviceKey(silo.Announcement.Silo, device)))
            .OrderBy(device => device.ToString(), StringComparer.Ordinal)];
}
