using System.Collections.Immutable;
using Moodstream.Trainer.Datasets;

namespace Moodstream.Trainer.Quantizing;

/// <summary>Training posts by which the ranges of a network are measured.</summary>
internal static class MeasuredPosts
{
    /// <summary>Takes posts that have some content, as many of each source as far as it goes, spread over its posts.</summary>
    /// <param name="posts">The training posts.</param>
    /// <param name="contentOf">The content, or null.</param>
    /// <param name="count">Most contents that are taken.</param>
    /// <returns>Distinct contents, always the same ones of the same posts.</returns>
    public static ImmutableArray<string> Take(ImmutableArray<LabelledPost> posts, Func<LabelledPost, string?> contentOf, int count)
    {
        string[][] sources =
        [
            .. posts.GroupBy(post => post.Source, (_, own) => own.Select(contentOf).OfType<string>().Distinct().ToArray())
                .Where(contents => contents.Length > 0)
                .OrderBy(contents => contents.Length),
        ];
        var taken = ImmutableArray.CreateBuilder<string>();
        for (int i = 0; i < sources.Length; i++)
        {
            string[] contents = sources[i];
            int share = Math.Min((count - taken.Count) / (sources.Length - i), contents.Length);
            taken.AddRange(Enumerable.Range(0, share).Select(place => contents[(int)((long)place * contents.Length / share)]));
        }

        return taken.ToImmutable();
    }
}
