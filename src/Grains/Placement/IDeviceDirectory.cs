using Moodstream.Grains.Interfaces.Classifying;

namespace Moodstream.Grains.Placement;

/// <summary>The inference devices of the whole cluster.</summary>
public interface IDeviceDirectory
{
    /// <summary>The devices of the living silos, by key; follows silos that join and leave.</summary>
    IReadOnlyList<DeviceKey> Devices { get; }
}
