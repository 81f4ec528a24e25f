using System.Collections.Immutable;

namespace Moodstream.Silo.Live;

/// <summary>Counts durations in classes whose bounds grow by a fifth, from 0.1 ms to over an hour. Not safe for concurrent use.</summary>
internal sealed class LatencyHistogram
{
    private const double Smallest = 0.1;
    private const double Growth = 1.2;
    private const int Classes = 96;

    private readonly int[] _counts = new int[Classes];
    private long _total;

    /// <summary>Adds a duration.</summary>
    /// <param name="milliseconds">At least 0.</param>
    public void Add(double milliseconds)
    {
        var place = milliseconds <= Smallest ? 0 : (int)Math.Ceiling(Math.Log(milliseconds / Smallest, Growth));
        _counts[Math.Min(place, Classes - 1)]++;
        _total++;
    }

    /// <summary>Durations by class, the shortest first.</summary>
    public ImmutableArray<int> Counts => [.. _counts];

    /// <summary>Adds all durations of another histogram.</summary>
    /// <param name="other">The other.</param>
    public void Add(LatencyHistogram other) => Add(other._counts);

    /// <summary>Adds durations by class.</summary>
    /// <param name="counts">As <see cref="Counts"/> gives them; classes beyond those that are kept are left out.</param>
    public void Add(ReadOnlySpan<int> counts)
    {
        for (var i = 0; i < Math.Min(Classes, counts.Length); i++)
        {
            _counts[i] += counts[i];
            _total += counts[i];
        }
    }

    /// <summary>The duration that a share of all durations does not exceed.</summary>
    /// <param name="share">The share, in 0–1.</param>
    /// <returns>Milliseconds, at most a fifth too many; null where nothing was counted.</returns>
    public double? Quantile(double share)
    {
        var wanted = Math.Max(1, (long)Math.Ceiling(share * _total));
        long seen = 0;
        for (var i = 0; i < Classes && _total > 0; i++)
        {
            seen += _counts[i];
            if (seen >= wanted)
            {
                return Math.Round(Smallest * Math.Pow(Growth, i), 2);
            }
        }

        return null;
    }
}
