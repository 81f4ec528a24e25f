using Moodstream.Abstractions.Posts;

namespace Moodstream.Grains.Posts;

/// <summary>Puts the parts of a post together.</summary>
internal static class PostParts
{
    /// <summary>The whole post, as far as it is there.</summary>
    /// <param name="parts">Parts of one post, at least one, no two with different content of one modality.</param>
    public static SocialPost Unite(IReadOnlyList<SocialPost> parts) => parts[0] with
    {
        Text = parts.Select(part => part.Text).FirstOrDefault(text => !string.IsNullOrWhiteSpace(text)),
        Image = parts.Select(part => part.Image).FirstOrDefault(image => image is not null),
        Source = parts.Select(part => part.Source).FirstOrDefault(source => source is not null),
    };
}
