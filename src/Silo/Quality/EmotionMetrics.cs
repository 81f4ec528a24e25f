using System.Diagnostics.Metrics;
using Moodstream.Abstractions.Models;
using Moodstream.Abstractions.Telemetry;
using Moodstream.Inference.Models;
using Moodstream.Ingest.Feeding;

namespace Moodstream.Silo.Quality;

/// <summary>
/// Measures what this silo publishes: how late, which emotions, from what, and how far the mix and the confidence are from what the model
/// gave to the posts that it was tested with.
/// </summary>
internal sealed class EmotionMetrics : IEmotionFeed, IDisposable
{
    /// <summary>Name of the meter.</summary>
    public const string Name = "Moodstream.Quality";

    private readonly IEmotionModel _model;
    private readonly Func<ModelReference, Expectation?> _expect;
    private readonly TimeProvider _time;
    private readonly Meter _meter = new(Name);
    private readonly Histogram<double> _latency;
    private readonly Counter<long> _emotions;
    private readonly Counter<long> _modalities;
    private readonly Lock _gate = new();
    private Drift _drift;

    /// <summary>Begins to measure; everything starts at zero.</summary>
    /// <param name="model">The model that is served; loaded.</param>
    /// <param name="expect">What a model gave to its test posts, null where nobody recorded it.</param>
    /// <param name="time">Clock.</param>
    public EmotionMetrics(IEmotionModel model, Func<ModelReference, Expectation?> expect, TimeProvider time)
    {
        (_model, _expect, _time) = (model, expect, time);
        var info = model.Info;
        ModelReference served = new(info.Name, info.Version);
        _drift = new Drift(served, expect(served));
        _latency = _meter.CreateHistogram(
            "moodstream.events.latency", "s", "Time from a post's arrival on Kafka to the confirmation of its event.", advice: Buckets.Seconds);
        _emotions = _meter.CreateCounter<long>("moodstream.events.emotions", "{event}", "Published events, by emotion.");
        _modalities = _meter.CreateCounter<long>("moodstream.events.modalities", "{event}", "Published events, by each modality that they were worked out from.");
        _meter.CreateObservableGauge("moodstream.model.active", Active, null, "1 for the model that this silo serves.");
        _meter.CreateObservableGauge(
            "moodstream.drift.mix", () => Read(static drift => drift.Mix), null, "How far the mix of emotions is from that of the model's test posts, 0 to 1.");
        _meter.CreateObservableGauge(
            "moodstream.drift.confidence", () => Read(static drift => drift.Confidence), null, "Mean confidence less that on the model's test posts, -1 to 1.");
        foreach (var label in info.Labels)
        {
            _emotions.Add(0, Tag("emotion", label));
        }

        foreach (var modality in info.Modalities)
        {
            _modalities.Add(0, Tag("modality", modality.Name));
        }
    }

    /// <inheritdoc/>
    public void Show(int partition, IReadOnlyList<ShownEvent> events)
    {
        var now = _time.GetUtcNow();
        foreach (var (emotion, _, _) in events)
        {
            if (emotion.ReceivedAt != default)
            {
                _latency.Record(Math.Max(0, (now - emotion.ReceivedAt).TotalSeconds));
            }

            _emotions.Add(1, Tag("emotion", emotion.Emotion));
            foreach (var modality in emotion.Modalities)
            {
                _modalities.Add(1, Tag("modality", modality.Name));
            }
        }

        lock (_gate)
        {
            foreach (var (emotion, _, _) in events)
            {
                if (emotion.Model.Name != _drift.Model.Name || emotion.Model.Version != _drift.Model.Version)
                {
                    // Published late, by a model that is no longer served; or by a new one, which is measured from its first event on.
                    if (emotion.Model.Version != _model.Info.Version)
                    {
                        continue;
                    }

                    _drift = new Drift(emotion.Model, _expect(emotion.Model));
                }

                _drift.Add(emotion.Emotion, emotion.Confidence);
            }
        }
    }

    /// <summary>Ends the measurement.</summary>
    public void Dispose() => _meter.Dispose();

    private static KeyValuePair<string, object?> Tag(string name, string value) => new(name, value);

    private Measurement<int> Active()
    {
        var info = _model.Info;
        return new Measurement<int>(1, Tag("model", info.Name), Tag("version", info.Version));
    }

    private double Read(Func<Drift, double> what)
    {
        lock (_gate)
        {
            return what(_drift);
        }
    }
}
