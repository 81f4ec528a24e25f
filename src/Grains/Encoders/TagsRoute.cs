using System.Collections.Immutable;
using Moodstream.Abstractions.Models;
using Moodstream.Abstractions.Posts;
using Moodstream.Inference.Models;

namespace Moodstream.Grains.Encoders;

/// <summary>
/// Encodes tags where the batch is: looking up a few rows costs less than a grain call, and every silo has the model.
/// </summary>
internal sealed class TagsRoute(IEmotionModel model) : IModalityRoute
{
    /// <inheritdoc/>
    public Modality Modality { get; } = new("tags");

    /// <inheritdoc/>
    public Task<ImmutableArray<Embedding>> Encode(IReadOnlyList<SocialPost> posts) =>
        model.Embed(Modality, null, [.. posts.Select(PostContents.Content)]);
}
