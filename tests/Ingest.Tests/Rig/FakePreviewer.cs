using Moodstream.Abstractions.Posts;
using Moodstream.Grains.Interfaces.Emotions;
using Moodstream.Ingest.Feeding;

namespace Moodstream.Ingest.Tests.Rig;

/// <summary>Makes previews as a test says; none unless it does.</summary>
internal sealed class FakePreviewer : IPostPreviewer
{
    public Func<SocialPost, Task<PostPreview?>> Make { get; set; } = static _ => Task.FromResult<PostPreview?>(null);

    public Task<PostPreview?> PreviewAsync(SocialPost post) => Make(post);
}
