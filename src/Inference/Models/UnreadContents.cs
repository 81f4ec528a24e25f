using System.Collections.Immutable;
using Moodstream.Abstractions.Models;
using Moodstream.Abstractions.Posts;

namespace Moodstream.Inference.Models;

/// <summary>What becomes of a post of which a part can never be encoded: one rule wherever posts are classified.</summary>
public static class UnreadContents
{
    /// <summary>
    /// Tells whether a post fails for what could not be read of it. It keeps what could be read, if that is one of the contents that posts bring
    /// themselves: what is derived, such as tags from its source, does not stand for it.
    /// </summary>
    /// <param name="failed">Its embeddings that failed, at least one.</param>
    /// <param name="read">The others.</param>
    /// <returns>Why the post fails; null where it is classified by what was read.</returns>
    public static PostFailure? FailureOf(IReadOnlyList<Embedding> failed, IEnumerable<Embedding> read)
    {
        ArgumentNullException.ThrowIfNull(failed);
        return failed.Select(embedding => embedding.Failure!).FirstOrDefault(failure => failure.IsRefusal)
            ?? (read.Any(embedding => embedding.Modality == Modality.Text || embedding.Modality == Modality.Image) ? null : failed[0].Failure);
    }

    /// <summary>The types of the failures, by modality.</summary>
    /// <param name="failed">Embeddings that failed.</param>
    public static ImmutableSortedDictionary<string, string> ReasonsOf(IEnumerable<Embedding> failed) =>
        failed.ToImmutableSortedDictionary(embedding => embedding.Modality.Name, embedding => embedding.Failure!.Type, StringComparer.Ordinal);
}
