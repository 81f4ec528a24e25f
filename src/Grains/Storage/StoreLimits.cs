using System.Collections.Immutable;
using Moodstream.Grains.Interfaces.Timelines;

namespace Moodstream.Grains.Storage;

/// <summary>What a timeline store may be asked, whichever it is.</summary>
internal static class StoreLimits
{
    /// <summary>Entries that one query may pass over, so that a rare emotion in a long timeline holds nobody up.</summary>
    public const int MaxScanned = 100_000;

    /// <summary>Checks a query.</summary>
    /// <param name="query">What is wanted.</param>
    /// <exception cref="ArgumentOutOfRangeException">The limit is out of range.</exception>
    public static void Check(TimelineQuery query)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(query.Limit, 1, nameof(query));
        ArgumentOutOfRangeException.ThrowIfGreaterThan(query.Limit, TimelineQuery.MaxLimit, nameof(query));
    }

    /// <summary>Checks where intervals begin and end.</summary>
    /// <param name="boundaries">The times.</param>
    /// <exception cref="ArgumentException">They are fewer than two, or not ascending.</exception>
    public static void Check(ImmutableArray<DateTimeOffset> boundaries)
    {
        if (boundaries.IsDefault || boundaries.Length < 2 || boundaries.Zip(boundaries.Skip(1)).Any(pair => pair.First >= pair.Second))
        {
            throw new ArgumentException("Boundaries are at least two times, ascending.", nameof(boundaries));
        }
    }
}
