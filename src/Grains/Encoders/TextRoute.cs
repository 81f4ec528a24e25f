using System.Collections.Immutable;
using Moodstream.Abstractions.Models;
using Moodstream.Abstractions.Posts;
using Moodstream.Grains.Interfaces.Classifying;

namespace Moodstream.Grains.Encoders;

/// <summary>Sends words to the text encoder, on whatever core is free.</summary>
internal sealed class TextRoute(IGrainFactory grains) : IModalityRoute
{
    /// <inheritdoc/>
    public Modality Modality => Modality.Text;

    /// <inheritdoc/>
    public Task<ImmutableArray<Embedding>> Encode(IReadOnlyList<SocialPost> posts) =>
        grains.GetGrain<ITextEmbedding>(0).Embed([.. posts.Select(post => post.Text!)]);
}
