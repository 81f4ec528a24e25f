using System.Collections.Immutable;
using Moodstream.Abstractions.Models;
using Moodstream.Grains.Interfaces.Classifying;
using Moodstream.Inference.Models;
using Orleans.Concurrency;

namespace Moodstream.Grains.Fusion;

/// <inheritdoc cref="IFusionClassifier"/>
[StatelessWorker]
internal sealed class FusionClassifier(IEmotionModel model) : Grain, IFusionClassifier
{
    /// <inheritdoc/>
    public Task<ImmutableArray<Verdict>> Classify(ImmutableArray<ImmutableArray<Embedding>> posts)
    {
        using var lease = model.Lease();
        return Task.FromResult(lease.Model.Classify(posts));
    }
}
