using Microsoft.Extensions.Options;
using Moodstream.Silo.Configuration.Options;
using Moodstream.Silo.Telemetry;

namespace Moodstream.Silo.Live;

/// <summary>Counts the readers of the live feed and admits no more than <see cref="LiveOptions.MaxReaders"/>.</summary>
/// <param name="options">The limit.</param>
internal sealed class FeedSeats(IOptions<LiveOptions> options)
{
    private int _taken;

    /// <summary>Readers at the moment.</summary>
    public int Taken => Volatile.Read(ref _taken);

    /// <summary>Takes a seat; disposing of it gives it back.</summary>
    /// <returns>The seat, or null where all are taken.</returns>
    public IDisposable? Take()
    {
        if (Interlocked.Increment(ref _taken) > options.Value.MaxReaders)
        {
            Interlocked.Decrement(ref _taken);
            return null;
        }

        SiloTelemetry.Readers.Add(1);
        return new Seat(this);
    }

    private sealed class Seat(FeedSeats seats) : IDisposable
    {
        public void Dispose()
        {
            Interlocked.Decrement(ref seats._taken);
            SiloTelemetry.Readers.Add(-1);
        }
    }
}
