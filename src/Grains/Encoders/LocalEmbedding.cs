using System.Collections.Immutable;
using Moodstream.Abstractions.Models;
using Moodstream.Abstractions.Posts;
using Moodstream.Grains.Interfaces.Classifying;
using Moodstream.Inference.Models;
using Orleans.Concurrency;

namespace Moodstream.Grains.Encoders;

/// <inheritdoc cref="ILocalEmbedding"/>
/// <remarks>As many activations a silo as it has cores: the work is short and all of it is computing.</remarks>
[StatelessWorker]
internal sealed class LocalEmbedding(IEmotionModel model) : Grain, ILocalEmbedding
{
    /// <inheritdoc/>
    public Task<ImmutableArray<Embedding>> Embed(Modality modality, ImmutableArray<PostContent> contents) =>
        model.EmbedAsync(modality, device: null, contents, CancellationToken.None);
}
