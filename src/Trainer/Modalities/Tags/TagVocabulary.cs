using System.Collections.Immutable;
using Moodstream.Abstractions.Posts;
using Moodstream.Inference.Tags;
using Moodstream.Trainer.Datasets;

namespace Moodstream.Trainer.Modalities.Tags;

/// <summary>The tags of a model.</summary>
/// <param name="Tags">The tags, most frequent first.</param>
internal sealed record TagVocabulary(ImmutableArray<string> Tags)
{
    // One or two posts teach a row nothing but their own labels.
    private const int FewestPosts = 3;
    private const int MostTags = 5_000;

    /// <summary>The tags of a post, as serving finds them.</summary>
    public static IReadOnlySet<string> TagsOf(LabelledPost post) => PostTags.Of(new PostContent { Text = post.Text, Source = post.PostSource });

    /// <summary>Chooses the frequent tags of posts.</summary>
    public static TagVocabulary Choose(IEnumerable<LabelledPost> posts) => new(
    [
        .. posts.SelectMany(TagsOf)
            .CountBy(tag => tag)
            .Where(tag => tag.Value >= FewestPosts)
            .OrderByDescending(tag => tag.Value)
            .ThenBy(tag => tag.Key, StringComparer.Ordinal)
            .Select(tag => tag.Key)
            .Take(MostTags),
    ]);
}
