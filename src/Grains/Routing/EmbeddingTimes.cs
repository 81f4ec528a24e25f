using System.Collections.Immutable;
using Moodstream.Abstractions.Models;

namespace Moodstream.Grains.Routing;

/// <summary>How long a post's content took; it was encoded side by side, so that the longest counts. By hand, since every post asks.</summary>
internal static class EmbeddingTimes
{
    /// <summary>Milliseconds spent on making ready what took longest.</summary>
    /// <param name="embeddings">A post's content, encoded.</param>
    public static double LongestDecodeMs(this ImmutableArray<Embedding> embeddings)
    {
        var longest = 0d;
        foreach (var embedding in embeddings)
        {
            longest = Math.Max(longest, embedding.DecodeMs);
        }

        return longest;
    }

    /// <summary>Milliseconds that passed in the slowest encoder.</summary>
    /// <param name="embeddings">A post's content, encoded.</param>
    public static double LongestEmbedMs(this ImmutableArray<Embedding> embeddings)
    {
        var longest = 0d;
        foreach (var embedding in embeddings)
        {
            longest = Math.Max(longest, embedding.EmbedMs);
        }

        return longest;
    }
}
