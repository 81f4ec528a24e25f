using Moodstream.Abstractions.Posts;
using Moodstream.Grains.Interfaces.Emotions;

namespace Moodstream.Ingest.Feeding;

/// <summary>Makes previews of posts for the live feed. Register one, and what it makes goes down the stream with the events.</summary>
public interface IPostPreviewer
{
    /// <summary>Makes a preview; it has to be quick and must not fail.</summary>
    /// <param name="post">The post, or a part of one.</param>
    /// <returns>The preview, or null for none.</returns>
    Task<PostPreview?> PreviewAsync(SocialPost post);
}
