using System.Collections.Immutable;
using Moodstream.Grains.Interfaces;
using Moodstream.Inference;

namespace Moodstream.Grains.Tests;

/// <summary>A route straight into a model.</summary>
internal sealed class ModelRoute(IEmotionModel model, Modality modality) : IModalityRoute
{
    public Modality Modality => modality;

    public Task<ImmutableArray<Embedding>> Encode(IReadOnlyList<SocialPost> posts) =>
        model.Embed(modality, null, [.. posts.Select(post => post.Content())]);
}
