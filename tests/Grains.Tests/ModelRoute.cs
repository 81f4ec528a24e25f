using System.Collections.Immutable;
using Moodstream.Abstractions.Models;
using Moodstream.Abstractions.Posts;
using Moodstream.Grains.Encoders;
using Moodstream.Inference.Models;

namespace Moodstream.Grains.Tests;

/// <summary>A route straight into a model.</summary>
internal sealed class ModelRoute(IEmotionModel model, Modality modality) : IModalityRoute
{
    public Modality Modality => modality;

    public Task<ImmutableArray<Embedding>> Encode(IReadOnlyList<SocialPost> posts) =>
        model.Embed(modality, null, [.. posts.Select(post => post.Content())]);
}
