using Moodstream.Abstractions.Posts;
using Moodstream.Grains.Interfaces.Classifying;

namespace Moodstream.Grains.Interfaces.Posts;

/// <summary>
/// Where the parts of one post meet. It is published as provisional after the parts window with what is there, and as
/// revised or final when more arrives. Every revision is carried by exactly one part, durable before the answer, so
/// that redelivered parts repeat the revision that they carried, in the same bytes. Its key is a <see cref="PostKey"/> as text.
/// </summary>
/// <remarks>
/// A part is recognised by its content. One that can never be encoded fails alone and leaves no trace: the others go on
/// as if it had never come, and the post stays open for a repaired one. A part fails as well where another part brought
/// different content of the same modality, or where the post was final without it; nothing is dropped silently.
/// </remarks>
[Alias("moodstream.IPost")]
public interface IPost : IGrainWithStringKey
{
    /// <summary>Adds a part that was encoded; answers when it is in an event, at the latest after the parts window.</summary>
    /// <param name="part">A part with a non-empty <see cref="SocialPost.Expects"/>.</param>
    /// <param name="encoded">What the encoders made of it; encoded anew, with the parts before it, where another model took over since.</param>
    /// <returns>
    /// The event that this part carries, or that it is absorbed in where another part carries it; <see cref="PostOutcome.Erased"/>; or the
    /// failure of this part's own content. An exception is a fault that passes: bring the part again.
    /// </returns>
    [Alias("Add"), ResponseTimeout("00:02:00")]
    Task<PostOutcome> Add(SocialPost part, EncodedPost encoded);

    /// <summary>
    /// Closes a post whose missing parts have not come for <c>Parts:RetentionHours</c> since its latest event: what is there becomes final, as a
    /// revision of its own, and is published. Does nothing to any other post. To be repeated where it fails.
    /// </summary>
    /// <param name="cancellationToken">Gives up waiting for Kafka.</param>
    [Alias("Close"), ResponseTimeout("00:02:00")]
    Task Close(CancellationToken cancellationToken = default);

    /// <summary>Lets go of everything that is in memory of a post whose author was erased; nothing is said of parts that wait.</summary>
    [Alias("Erase")]
    Task Erase();
}
