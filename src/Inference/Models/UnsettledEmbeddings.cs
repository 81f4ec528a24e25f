using System.Collections.Immutable;
using Moodstream.Abstractions.Models;
using Moodstream.Abstractions.Posts;

namespace Moodstream.Inference.Models;

/// <summary>Has an encoder go on with what the one before it left (<see cref="IModalityEncoder.First"/>).</summary>
public static class UnsettledEmbeddings
{
    /// <summary>Encodes the contents whose embeddings are not <see cref="Embedding.IsSettled"/>.</summary>
    /// <param name="embeddings">What the first encoder made of the contents.</param>
    /// <param name="contents">The contents, in the same order.</param>
    /// <param name="encode">Encodes contents; one embedding each, in order. It is not called where there are none.</param>
    /// <returns>One embedding per content, in order.</returns>
    public static async Task<ImmutableArray<Embedding>> SettleAsync(
        this ImmutableArray<Embedding> embeddings,
        IReadOnlyList<PostContent> contents,
        Func<ImmutableArray<PostContent>, Task<ImmutableArray<Embedding>>> encode)
    {
        ArgumentNullException.ThrowIfNull(contents);
        ArgumentNullException.ThrowIfNull(encode);
        int[] left = [.. Enumerable.Range(0, embeddings.Length).Where(i => !embeddings[i].IsSettled)];
        if (left.Length == 0)
        {
            return embeddings;
        }

        var read = await encode([.. left.Select(i => contents[i])]);
        var all = embeddings.ToBuilder();
        for (var i = 0; i < left.Length; i++)
        {
            all[left[i]] = read[i];
        }

        return all.MoveToImmutable();
    }
}
