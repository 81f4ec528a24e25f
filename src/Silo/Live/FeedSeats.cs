using Microsoft.Extensions.Options;
using Moodstream.Silo.Configuration.Options;
using Moodstream.Silo.Telemetry;

namespace Moodstream.Silo.Live;

/// <summary>
/// Counts the readers of the live feed and admits no more than <see cref="LiveOptions.MaxReaders"/>, and of one caller no more than
/// <see cref="LiveOptions.MaxReadersPerCaller"/>.
/// </summary>
/// <param name="options">The limits.</param>
internal sealed class FeedSeats(IOptions<LiveOptions> options)
{
    private readonly Lock _gate = new();
    private readonly Dictionary<string, int> _callers = new(StringComparer.Ordinal);
    private int _taken;

    /// <summary>Readers at the moment.</summary>
    public int Taken => Volatile.Read(ref _taken);

    /// <summary>Takes a seat; disposing of it gives it back.</summary>
    /// <param name="caller">For whom.</param>
    /// <param name="refusal">Why there is none.</param>
    /// <returns>The seat, or null where all that the caller may have are taken.</returns>
    public IDisposable? Take(string caller, out string refusal)
    {
        lock (_gate)
        {
            var own = _callers.GetValueOrDefault(caller);
            refusal = _taken >= options.Value.MaxReaders ? "As many readers as Live:MaxReaders admits are here already."
                : own >= options.Value.MaxReadersPerCaller ? "You have as many readers as Live:MaxReadersPerCaller admits."
                : string.Empty;
            if (refusal.Length > 0)
            {
                return null;
            }

            _callers[caller] = own + 1;
            _taken++;
        }

        SiloTelemetry.Readers.Add(1);
        return new Seat(this, caller);
    }

    private void GiveBack(string caller)
    {
        lock (_gate)
        {
            _taken--;
            if (--_callers[caller] == 0)
            {
                _callers.Remove(caller);
            }
        }

        SiloTelemetry.Readers.Add(-1);
    }

    private sealed class Seat(FeedSeats seats, string caller) : IDisposable
    {
        public void Dispose() => seats.GiveBack(caller);
    }
}
