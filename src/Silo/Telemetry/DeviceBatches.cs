using System.Collections.Concurrent;
using System.Diagnostics.Metrics;

namespace Moodstream.Silo.Telemetry;

/// <summary>Listens to how large the batches of this silo's devices are, for the status.</summary>
internal sealed class DeviceBatches : IDisposable
{
    private const string Meter = "Moodstream.Inference";
    private const string Instrument = "moodstream.inference.batch.size";
    private const string DeviceTag = "device";

    /// <summary>Weight of the latest batch in the moving average.</summary>
    private const double Weight = 0.05;

    private readonly ConcurrentDictionary<string, double> _averages = new(StringComparer.Ordinal);
    private readonly MeterListener _listener = new();

    /// <summary>Begins to listen.</summary>
    public DeviceBatches()
    {
        _listener.InstrumentPublished = static (instrument, listener) =>
        {
            if (instrument is { Name: Instrument, Meter.Name: Meter })
            {
                listener.EnableMeasurementEvents(instrument);
            }
        };
        _listener.SetMeasurementEventCallback<int>((_, size, tags, _) => Record(size, tags));
        _listener.Start();
    }

    /// <summary>Items in a batch of a device, as a moving average.</summary>
    /// <param name="device">Id of the device.</param>
    /// <returns>Null where it has computed none.</returns>
    public double? Average(string device) => _averages.TryGetValue(device, out var average) ? Math.Round(average, 2) : null;

    /// <inheritdoc/>
    public void Dispose() => _listener.Dispose();

    private void Record(int size, ReadOnlySpan<KeyValuePair<string, object?>> tags)
    {
        foreach (var (name, value) in tags)
        {
            if (name == DeviceTag && value is string device)
            {
                _averages.AddOrUpdate(device, size, (_, average) => average + (Weight * (size - average)));
            }
        }
    }
}
