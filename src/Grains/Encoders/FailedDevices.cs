using System.Collections.Immutable;
using System.Diagnostics.CodeAnalysis;
using System.Runtime.ExceptionServices;
using Moodstream.Abstractions.Posts;
using Moodstream.Grains.Interfaces.Classifying;
using Moodstream.Grains.Interfaces.Faults;

namespace Moodstream.Grains.Encoders;

/// <summary>The devices that failed on some contents.</summary>
/// <param name="Devices">The devices.</param>
/// <param name="Last">What the last of them said.</param>
/// <param name="Unexpected">What the last of those said that were reached and failed on the contents.</param>
internal sealed record FailedDevices(ImmutableList<DeviceKey> Devices, Exception? Last, Exception? Unexpected)
{
    /// <summary>Most devices that are tried for the same contents.</summary>
    private const int MaxAttempts = 3;

    /// <summary>None has failed yet.</summary>
    public static readonly FailedDevices None = new([], null, null);

    /// <summary>Whether no other device shall be tried.</summary>
    public bool AreEnough => Devices.Count >= MaxAttempts;

    /// <summary>Adds a device.</summary>
    /// <param name="device">The device.</param>
    /// <param name="exception">What it said.</param>
    public FailedDevices Add(DeviceKey device, Exception exception) =>
        new(Devices.Add(device), exception, PassingFaultException.Includes(exception) ? Unexpected : exception);

    /// <summary>Gives up.</summary>
    /// <param name="modality">What was to be encoded.</param>
    /// <exception cref="NoDeviceException">No device could be reached, though others may be soon.</exception>
    /// <exception cref="Exception">A device was reached and failed on the contents, which may be their fault: its own exception.</exception>
    [DoesNotReturn]
    public void Throw(Modality modality)
    {
        if (Unexpected is not null)
        {
            ExceptionDispatchInfo.Throw(Unexpected);
        }

        throw new NoDeviceException(modality, Devices.Count, Last);
    }
}
