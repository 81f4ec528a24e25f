using Moodstream.Grains.Interfaces;
using Moodstream.Inference;

namespace Moodstream.Grains;

/// <summary>Shows posts to encoders.</summary>
internal static class PostContents
{
    /// <summary>What a post brings, as encoders see it.</summary>
    /// <param name="post">The post.</param>
    public static PostContent Content(this SocialPost post) => new() { Text = post.Text, Image = post.Image, Source = post.Source };
}
