using System.Collections.Immutable;
using Moodstream.Abstractions.Models;

namespace Moodstream.Grains.Routing;

/// <summary>How long a post's content took; it was encoded side by side, so that the longest counts. By hand, since every post asks.</summary>
internal static class EmbeddingTimes
{
    /// <summary>Milliseconds spent on making ready what took longest, and milliseconds in the slowest encoder.</summary>
    /// <param name="embeddings">A post's content, encoded.</param>
    public static (double DecodeMs, double EmbedMs) Longest(this ImmutableArray<Embedding> embeddings)
    {
        var (decodeMs, embedMs) = (0d, 0d);
        foreach (var embedding in embeddings)
        {
            decodeMs = Math.Max(decodeMs, embedding.DecodeMs);
            embedMs = Math.Max(embedMs, embedding.EmbedMs);
        }

        return (decodeMs, embedMs);
    }
}
