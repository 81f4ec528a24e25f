using System.Collections.Immutable;
using Moodstream.Abstractions.Models;
using Moodstream.Abstractions.Posts;

namespace Moodstream.Grains.Encoders;

/// <summary>
/// The way from posts to the encoder grain of one modality. A new modality is one more registration of this
/// interface; nothing else knows how many there are.
/// </summary>
internal interface IModalityRoute
{
    /// <summary>The modality that it leads to.</summary>
    Modality Modality { get; }

    /// <summary>Encodes this modality of a batch of posts.</summary>
    /// <param name="posts">Posts that bring the modality; at least one.</param>
    /// <returns>One embedding per post, in order; content that can never be encoded has a failure in place of a vector.</returns>
    Task<ImmutableArray<Embedding>> Encode(IReadOnlyList<SocialPost> posts);
}
