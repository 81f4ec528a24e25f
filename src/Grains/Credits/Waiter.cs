using Moodstream.Grains.Interfaces.Classifying;

namespace Moodstream.Grains.Credits;

/// <summary>Work that waits for a device.</summary>
/// <param name="place">Its place in the line.</param>
/// <param name="arrival">Tells apart waiters with one place.</param>
/// <param name="wanted">Contents to be sent, at least 1.</param>
/// <param name="except">Devices that must not have them.</param>
internal sealed class Waiter(Place place, long arrival, int wanted, IReadOnlyCollection<DeviceKey> except) : IComparable<Waiter>
{
    /// <summary>When the work is of no use any more.</summary>
    public DateTimeOffset Deadline => place.Deadline;

    /// <summary>Contents to be sent, at least 1.</summary>
    public int Wanted => wanted;

    /// <summary>Devices that must not have them.</summary>
    public IReadOnlyCollection<DeviceKey> Except => except;

    /// <summary>Whether it was served, told off or gave up.</summary>
    public TaskCompletionSource<DeviceRent?> Outcome { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <inheritdoc/>
    public int CompareTo(Waiter? other) => (place, arrival).CompareTo((other!.Place, other.Arrival));

    private Place Place => place;

    private long Arrival => arrival;
}
