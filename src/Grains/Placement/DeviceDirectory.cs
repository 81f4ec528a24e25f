using System.Collections.Concurrent;
using System.Diagnostics.CodeAnalysis;
using Moodstream.Grains.Interfaces;

namespace Moodstream.Grains;

/// <summary>
/// Knows the devices of the living silos and shares this silo's work among them: accelerators before CPUs, then the
/// device with the least outstanding work, then one of this silo, then in turn.
/// </summary>
internal sealed class DeviceDirectory(SiloAnnouncements announcements, ILocalSiloDetails local) : IDeviceDirectory
{
    private const string CpuPrefix = "cpu";

    private readonly ConcurrentDictionary<DeviceKey, int> outstanding = new();
    private uint turn;

    /// <inheritdoc/>
    public IReadOnlyList<DeviceKey> Devices =>
        [.. announcements.Active
            .SelectMany(silo => silo.Announcement.Devices.Select(device => new DeviceKey(silo.Announcement.Silo, device)))
            .OrderBy(device => device.ToString(), StringComparer.Ordinal)];

    /// <summary>Chooses a device for some work and counts the work against it until the rent is given back.</summary>
    /// <param name="amount">How much work, in whatever unit every caller uses.</param>
    /// <param name="except">Devices not to choose.</param>
    /// <param name="rent">The device.</param>
    /// <returns>False where no other device is there.</returns>
    public bool TryRent(int amount, IReadOnlyCollection<DeviceKey> except, [NotNullWhen(true)] out DeviceRent? rent)
    {
        var candidates = Devices.Where(device => !except.Contains(device)).ToArray();
        if (candidates.Length == 0)
        {
            rent = null;
            return false;
        }

        var first = (int)(Interlocked.Increment(ref turn) % (uint)candidates.Length);
        var chosen = Enumerable.Range(0, candidates.Length)
            .Select(i => candidates[(first + i) % candidates.Length])
            .MinBy(device => (
                device.Device.StartsWith(CpuPrefix, StringComparison.Ordinal),
                outstanding.GetValueOrDefault(device),
                device.Silo != local.Name));
        outstanding.AddOrUpdate(chosen, amount, (_, before) => before + amount);
        rent = new DeviceRent(this, chosen, amount);
        return true;
    }

    /// <summary>Takes work off a device's account.</summary>
    /// <param name="device">The device.</param>
    /// <param name="amount">As much as was rented.</param>
    internal void Return(DeviceKey device, int amount) => outstanding.AddOrUpdate(device, 0, (_, before) => before - amount);
}
