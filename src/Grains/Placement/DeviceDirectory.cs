using System.Collections.Concurrent;
using System.Diagnostics.CodeAnalysis;
using Moodstream.Grains.Interfaces.Classifying;

namespace Moodstream.Grains.Placement;

/// <summary>
/// Knows the devices of the living silos and shares this silo's work among them: those that did not fail a moment ago
/// first, accelerators before CPUs, then the device with the least outstanding work, then one of this silo, then in turn.
/// </summary>
internal sealed class DeviceDirectory(ISiloAnnouncements announcements, ILocalSiloDetails local, TimeProvider time) : IDeviceDirectory
{
    private const string CpuPrefix = "cpu";

    /// <summary>
    /// How long a device that failed stands back. Without it, one that fails at once would always be the least busy and
    /// draw every batch.
    /// </summary>
    private static readonly TimeSpan StandBack = TimeSpan.FromSeconds(5);

    private readonly ConcurrentDictionary<DeviceKey, int> _outstanding = new();
    private readonly ConcurrentDictionary<DeviceKey, DateTimeOffset> _standingBack = new();
    private uint _turn;

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

        var first = (int)(Interlocked.Increment(ref _turn) % (uint)candidates.Length);
        var chosen = Enumerable.Range(0, candidates.Length)
            .Select(i => candidates[(first + i) % candidates.Length])
            .MinBy(device => (
                StandsBack(device),
                device.Device.StartsWith(CpuPrefix, StringComparison.Ordinal),
                _outstanding.GetValueOrDefault(device),
                device.Silo != local.Name));
        _outstanding.AddOrUpdate(chosen, amount, (_, before) => before + amount);
        rent = new DeviceRent(this, chosen, amount);
        return true;
    }

    /// <summary>Lets a device stand back for a moment.</summary>
    /// <param name="device">A device that failed.</param>
    internal void Failed(DeviceKey device) => _standingBack[device] = time.GetUtcNow() + StandBack;

    /// <summary>Takes work off a device's account.</summary>
    /// <param name="device">The device.</param>
    /// <param name="amount">As much as was rented.</param>
    internal void Return(DeviceKey device, int amount)
    {
        _outstanding.AddOrUpdate(device, 0, (_, before) => before - amount);
        _outstanding.TryRemove(KeyValuePair.Create(device, 0));
    }

    private bool StandsBack(DeviceKey device)
    {
        if (!_standingBack.TryGetValue(device, out var until))
        {
            return false;
        }

        if (until > time.GetUtcNow())
        {
            return true;
        }

        _standingBack.TryRemove(KeyValuePair.Create(device, until));
        return false;
    }
}
