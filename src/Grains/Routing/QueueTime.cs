using System.Collections.Immutable;
using Moodstream.Abstractions.Models;

namespace Moodstream.Grains.Routing;

/// <summary>How long posts wait: in lanes, for devices, and for other parts.</summary>
internal static class QueueTime
{
    /// <summary>From a post's arrival to its classification, less what its content took.</summary>
    /// <param name="received">When it came in; <c>default</c> where that is unknown.</param>
    /// <param name="embeddings">Its content, encoded; at least one.</param>
    /// <param name="until">When the classification began.</param>
    /// <returns>Zero where the arrival is unknown; below zero where clocks differ.</returns>
    public static TimeSpan Of(DateTimeOffset received, ImmutableArray<Embedding> embeddings, DateTimeOffset until)
    {
        if (received == default)
        {
            return TimeSpan.Zero;
        }

        var (decodeMs, embedMs) = embeddings.Longest();
        return until - received - TimeSpan.FromMilliseconds(decodeMs + embedMs);
    }
}
