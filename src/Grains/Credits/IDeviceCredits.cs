namespace Moodstream.Grains.Credits;

/// <summary>What this silo may have outstanding at the devices of the cluster.</summary>
public interface IDeviceCredits
{
    /// <summary>The credits at devices that this silo has sent something to, in no particular order.</summary>
    IReadOnlyList<DeviceCredit> Credits { get; }
}
