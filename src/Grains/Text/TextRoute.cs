using System.Collections.Immutable;
using Moodstream.Grains.Interfaces;

namespace Moodstream.Grains;

/// <summary>Sends words to the text encoder, on whatever core is free.</summary>
internal sealed class TextRoute(IGrainFactory grains) : IModalityRoute
{
    /// <inheritdoc/>
    public Modality Modality => Modality.Text;

    /// <inheritdoc/>
    public Task<ImmutableArray<Embedding>> Encode(IReadOnlyList<SocialPost> posts) =>
        grains.GetGrain<ITextEmbedding>(0).Embed([.. posts.Select(post => post.Text!)]);
}
