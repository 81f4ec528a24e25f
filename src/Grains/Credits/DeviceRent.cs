using Moodstream.Grains.Interfaces.Classifying;

namespace Moodstream.Grains.Credits;

/// <summary>The right to send some contents to a device. Disposing gives it back, and must come when the call has ended, however it did.</summary>
/// <param name="credits">Where it was rented.</param>
/// <param name="device">The device.</param>
/// <param name="credit">The account that it is on.</param>
/// <param name="count">Contents that may be sent, at least 1.</param>
internal sealed class DeviceRent(DeviceCredits credits, DeviceKey device, Credit credit, int count) : IDisposable
{
    /// <summary>The device.</summary>
    public DeviceKey Device => device;

    /// <summary>Contents that may be sent, at least 1.</summary>
    public int Count => count;

    /// <summary>Tells that the device answered.</summary>
    /// <param name="limit">What it takes from now on.</param>
    public void Answered(int limit) => credits.Change(() => credit.Answered(limit));

    /// <summary>Tells that the device failed the work, or did not do it in time.</summary>
    public void Failed() => credits.Change(credit.Failed);

    /// <inheritdoc/>
    public void Dispose() => credits.Change(() => credit.Return(count));
}
