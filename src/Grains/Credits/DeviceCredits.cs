using System.Runtime.InteropServices;
using Moodstream.Abstractions.Posts;
using Moodstream.Grains.Interfaces.Classifying;
using Moodstream.Grains.Placement;
using Moodstream.Grains.Telemetry;

namespace Moodstream.Grains.Credits;

/// <summary>
/// Shares this silo's work among the devices of the cluster, and lets it wait until one can take it: in a line per modality, so that words
/// never wait behind pictures. Of the devices with credit those are taken first that are no CPUs, then the one with the smallest share of
/// its credit in use, then one of this silo, then in turn. A device that failed stands back as long as another one is there. Safe for
/// concurrent use.
/// </summary>
internal sealed class DeviceCredits : IDeviceCredits, IDisposable
{
    private const string CpuPrefix = "cpu";

    private readonly IDeviceDirectory _directory;
    private readonly string _silo;
    private readonly CreditTerms _terms;
    private readonly TimeProvider _time;
    private readonly Lock _lock = new();
    private readonly Dictionary<(DeviceKey Device, Modality Modality), Credit> _credits = [];
    private readonly Dictionary<Modality, SortedSet<Waiter>> _lines = [];
    private readonly ITimer _timer;
    private bool _ticking;
    private long _places;
    private long _arrivals;
    private uint _turn;

    /// <param name="directory">The devices that are there.</param>
    /// <param name="local">This silo.</param>
    /// <param name="terms">Times.</param>
    /// <param name="time">The clock.</param>
    public DeviceCredits(IDeviceDirectory directory, ILocalSiloDetails local, CreditTerms terms, TimeProvider time)
    {
        _directory = directory;
        _silo = local.Name;
        _terms = terms;
        _time = time;
        GrainsTelemetry.StartAtZero();
        _timer = time.CreateTimer(_ => Change(static () => { }), null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
    }

    /// <inheritdoc/>
    public IReadOnlyList<DeviceCredit> Credits
    {
        get
        {
            lock (_lock)
            {
                return [.. _credits.Select(known => new DeviceCredit(
                    known.Key.Device, known.Key.Modality, known.Value.Limit, known.Value.Outstanding, known.Value.StandsBack))];
            }
        }
    }

    /// <summary>Takes a place, which work keeps however often it has to wait.</summary>
    /// <param name="patience">How long the work may take.</param>
    public Place TakePlace(Patience patience) =>
        new(patience.Deadline ?? DateTimeOffset.MaxValue, Interlocked.Increment(ref _places), patience.Waiting);

    /// <summary>Waits until a device can take at least one of some contents.</summary>
    /// <param name="modality">The modality of the contents.</param>
    /// <param name="wanted">How many there are, at least 1.</param>
    /// <param name="place">Their place in the line.</param>
    /// <param name="except">Devices not to choose.</param>
    /// <param name="cancellationToken">Leaves the line, as what the place says of that does.</param>
    /// <returns>The device, and how many contents it takes now; null where there is no device but those of <paramref name="except"/>.</returns>
    /// <exception cref="TimeoutException">The deadline of the place has passed.</exception>
    public async Task<DeviceRent?> RentAsync(
        Modality modality, int wanted, Place place, IReadOnlyCollection<DeviceKey> except, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        place.Leaving.ThrowIfCancellationRequested();
        var waiter = new Waiter(place, Interlocked.Increment(ref _arrivals), wanted, except);
        lock (_lock)
        {
            Line(modality).Add(waiter);
            Serve();
        }

        if (waiter.Outcome.Task.IsCompleted)
        {
            return await waiter.Outcome.Task;
        }

        GrainsTelemetry.Waits(modality, wanted);
        try
        {
            await using var givingUp = cancellationToken.UnsafeRegister(_ => Leave(modality, waiter, cancellationToken), null);
            await using var leaving = place.Leaving.UnsafeRegister(_ => Leave(modality, waiter, place.Leaving), null);
            return await waiter.Outcome.Task;
        }
        finally
        {
            GrainsTelemetry.Waits(modality, -wanted);
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _timer.Dispose();

    /// <summary>Changes an account, and serves whoever can be served then.</summary>
    /// <param name="change">The change.</param>
    internal void Change(Action change)
    {
        lock (_lock)
        {
            change();
            Serve();
        }
    }

    private SortedSet<Waiter> Line(Modality modality) =>
        CollectionsMarshal.GetValueRefOrAddDefault(_lines, modality, out _) ??= [];

    private void Leave(Modality modality, Waiter waiter, CancellationToken cancellationToken)
    {
        lock (_lock)
        {
            if (Line(modality).Remove(waiter))
            {
                waiter.Outcome.SetCanceled(cancellationToken);
            }
        }
    }

    private void Serve()
    {
        IReadOnlyList<DeviceKey>? devices = null;
        var waits = false;
        foreach (var (modality, line) in _lines)
        {
            if (line.Count > 0)
            {
                Serve(modality, line, devices ??= _directory.Devices);
                waits |= line.Count > 0;
            }
        }

        if (waits != _ticking)
        {
            _ticking = waits;
            var tick = waits ? _terms.Tick : Timeout.InfiniteTimeSpan;
            _timer.Change(tick, tick);
        }
    }

    private void Serve(Modality modality, SortedSet<Waiter> line, IReadOnlyList<DeviceKey> devices)
    {
        var now = _time.GetUtcNow();
        List<Waiter> served = [];
        foreach (var waiter in line)
        {
            if (waiter.Deadline <= now)
            {
                waiter.Outcome.SetException(new TimeoutException($"No device had room for contents of '{modality}' in time; try again later."));
            }
            else if (TryChoose(modality, waiter, devices, out var rent))
            {
                waiter.Outcome.SetResult(rent);
            }
            else if (waiter.Except.Count == 0)
            {
                // No device is free for anybody.
                break;
            }
            else
            {
                continue;
            }

            served.Add(waiter);
        }

        line.ExceptWith(served);
    }

    /// <summary>Chooses a device.</summary>
    /// <returns>False where the waiter has to go on waiting; true with no rent where there is nothing to wait for.</returns>
    private bool TryChoose(Modality modality, Waiter waiter, IReadOnlyList<DeviceKey> devices, out DeviceRent? rent)
    {
        rent = null;
        (DeviceKey Device, Credit Credit)[] there =
            [.. devices.Where(device => !waiter.Except.Contains(device)).Select(device => (device, CreditOf(device, modality)))];
        if (there.Length == 0)
        {
            return true;
        }

        var standing = Array.FindAll(there, candidate => !candidate.Credit.StandsBack);
        var free = Array.FindAll(standing.Length > 0 ? standing : there, candidate => candidate.Credit.IsFree);
        if (free.Length == 0)
        {
            return false;
        }

        var first = (int)(_turn++ % (uint)free.Length);
        var chosen = Enumerable.Range(0, free.Length)
            .Select(i => free[(first + i) % free.Length])
            .MinBy(candidate => (
                candidate.Device.Device.StartsWith(CpuPrefix, StringComparison.Ordinal),
                candidate.Credit.Load,
                candidate.Device.Silo != _silo));
        rent = new DeviceRent(this, chosen.Device, chosen.Credit, chosen.Credit.Take(waiter.Wanted));
        return true;
    }

    private Credit CreditOf(DeviceKey device, Modality modality) =>
        CollectionsMarshal.GetValueRefOrAddDefault(_credits, (device, modality), out _) ??= new Credit(_terms, _time);
}
