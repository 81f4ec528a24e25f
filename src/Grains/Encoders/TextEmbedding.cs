using System.Collections.Immutable;
using Moodstream.Abstractions.Models;
using Moodstream.Abstractions.Posts;
using Moodstream.Grains.Interfaces.Classifying;
using Moodstream.Inference.Models;
using Orleans.Concurrency;

namespace Moodstream.Grains.Encoders;

/// <inheritdoc cref="ITextEmbedding"/>
/// <remarks>As many activations a silo as it has cores: the work is short and all of it is computing.</remarks>
[StatelessWorker]
internal sealed class TextEmbedding(IEmotionModel model) : Grain, ITextEmbedding
{
    /// <inheritdoc/>
    public Task<ImmutableArray<Embedding>> Embed(ImmutableArray<string> texts) =>
        model.Embed(Modality.Text, null, [.. texts.Select(text => new PostContent { Text = text })]);
}
