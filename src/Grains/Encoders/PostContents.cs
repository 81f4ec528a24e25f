using Moodstream.Abstractions.Posts;
using Moodstream.Inference.Models;

namespace Moodstream.Grains.Encoders;

/// <summary>Shows posts to encoders.</summary>
internal static class PostContents
{
    /// <summary>What a post brings, as encoders see it.</summary>
    /// <param name="post">The post.</param>
    public static PostContent Content(this SocialPost post) => new() { Text = post.Text, Image = post.Image, Source = post.Source };

    /// <summary>The whole post, as far as it is there.</summary>
    /// <param name="parts">Parts of one post, at least one, no two with different content of one modality.</param>
    public static SocialPost Whole(IReadOnlyList<SocialPost> parts) => parts[0] with
    {
        Text = parts.Select(part => part.Text).FirstOrDefault(text => !string.IsNullOrWhiteSpace(text)),
        Image = parts.Select(part => part.Image).FirstOrDefault(image => image is not null),
        Source = parts.Select(part => part.Source).FirstOrDefault(source => source is not null),
    };
}
