using Moodstream.Grains.Interfaces.Classifying;

namespace Moodstream.Grains.Placement;

/// <summary>A device while it is used; disposing gives it back.</summary>
internal sealed class DeviceRent(DeviceDirectory directory, DeviceKey device, int amount) : IDisposable
{
    /// <summary>The device.</summary>
    public DeviceKey Device => device;

    /// <summary>Tells that the device failed the work.</summary>
    public void Fail() => directory.Failed(device);

    /// <inheritdoc/>
    public void Dispose() => directory.Return(device, amount);
}
