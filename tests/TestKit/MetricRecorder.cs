using System.Collections.Concurrent;
using System.Diagnostics.Metrics;

namespace Moodstream.TestKit;

/// <summary>Records what a meter measures for one modality.</summary>
public sealed class MetricRecorder : IDisposable
{
    private readonly ConcurrentDictionary<string, ConcurrentQueue<double>> _values = new();
    private readonly MeterListener _listener = new();

    public MetricRecorder(string meter, string modality)
    {
        _listener.InstrumentPublished = (instrument, listener) =>
        {
            if (instrument.Meter.Name == meter)
            {
                listener.EnableMeasurementEvents(instrument);
            }
        };
        _listener.SetMeasurementEventCallback<int>((instrument, value, tags, _) => Add(instrument, value, tags, modality));
        _listener.SetMeasurementEventCallback<long>((instrument, value, tags, _) => Add(instrument, value, tags, modality));
        _listener.SetMeasurementEventCallback<double>((instrument, value, tags, _) => Add(instrument, value, tags, modality));
        _listener.Start();
    }

    public IReadOnlyList<double> this[string instrument] => _values.TryGetValue(instrument, out var values) ? [.. values] : [];

    public void Dispose() => _listener.Dispose();

    private void Add(Instrument instrument, double value, ReadOnlySpan<KeyValuePair<string, object?>> tags, string modality)
    {
        if (value == 0 && instrument is (Counter<int> or Counter<long> or Counter<double>))
        {
            // It says that the counter is there, and counts nothing.
            return;
        }

        foreach (var tag in tags)
        {
            if (tag.Key == "modality" && Equals(tag.Value, modality))
            {
                _values.GetOrAdd(instrument.Name, _ => new ConcurrentQueue<double>()).Enqueue(value);
            }
        }
    }
}
