namespace Moodstream.Grains.Interfaces;

/// <summary>
/// Where the parts of one post meet. It is published as provisional after the fusion window with what is there, and as
/// revised or final when more arrives. Every revision is carried by exactly one part, durable before the answer, so
/// that redelivered parts repeat the revision that they carried, in the same bytes. Its key comes from <see cref="PostKey"/>.
/// </summary>
[Alias("moodstream.IPost")]
public interface IPost : IGrainWithStringKey
{
    /// <summary>Adds a part; answers when the part is in an event, at the latest after the fusion window.</summary>
    /// <param name="part">A part with a non-empty <see cref="SocialPost.Expects"/>.</param>
    /// <returns>
    /// The event that this part carries, <see cref="PostOutcome.Absorbed"/> where another part carries it, or the
    /// failure of this part's own content.
    /// </returns>
    [Alias("Add")]
    Task<PostOutcome> Add(SocialPost part);
}
