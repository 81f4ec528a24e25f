using Moodstream.Abstractions.Models;

namespace Moodstream.Silo.Quality;

/// <summary>
/// Compares the latest events of a model with what it gave to its test posts. Each event weighs less than the one after it, the last
/// <see cref="Span"/> together about two thirds. Not safe for concurrent use.
/// </summary>
/// <param name="model">The model.</param>
/// <param name="expected">What it gave to its test posts; null where nobody recorded it, and nothing can be compared.</param>
internal sealed class Drift(ModelReference model, Expectation? expected)
{
    /// <summary>Events that count most.</summary>
    public const int Span = 2_000;

    /// <summary>Events below which chance would make up most of a difference.</summary>
    public const int Least = 500;

    private const double Growth = 1 + (1.0 / Span);
    private const double Large = 1e9;

    private readonly Dictionary<string, double> _shares = new(StringComparer.Ordinal);
    private double _confidence;
    private double _weight;
    private double _scale = 1;
    private long _events;

    /// <summary>The model.</summary>
    public ModelReference Model => model;

    /// <summary>
    /// Share of events that would have to have another emotion for the mix to be the expected one, 0 to 1 (total variation distance); 0 before
    /// there are <see cref="Least"/> events, or where nothing is expected.
    /// </summary>
    public double Mix => IsKnown && expected is { Mix.Count: > 0 }
        ? _shares.Keys.Union(expected.Mix.Keys, StringComparer.Ordinal)
            .Sum(label => Math.Abs((_shares.GetValueOrDefault(label) / _weight) - expected.Mix.GetValueOrDefault(label))) / 2
        : 0;

    /// <summary>Mean confidence less the expected one, -1 to 1; 0 as for <see cref="Mix"/>.</summary>
    public double Confidence => IsKnown && expected?.Confidence is { } mean ? (_confidence / _weight) - mean : 0;

    private bool IsKnown => _events >= Least;

    /// <summary>Takes the next event.</summary>
    /// <param name="emotion">Its emotion.</param>
    /// <param name="confidence">Its confidence, 0 to 1.</param>
    public void Add(string emotion, double confidence)
    {
        // Weights grow instead of shrinking, so that an event costs one addition; they are scaled down before they become too large.
        _scale *= Growth;
        _shares[emotion] = _shares.GetValueOrDefault(emotion) + _scale;
        _confidence += _scale * confidence;
        _weight += _scale;
        _events++;
        if (_scale > Large)
        {
            Rescale();
        }
    }

    private void Rescale()
    {
        foreach (var label in _shares.Keys.ToList())
        {
            _shares[label] /= _scale;
        }

        (_confidence, _weight, _scale) = (_confidence / _scale, _weight / _scale, 1);
    }
}
