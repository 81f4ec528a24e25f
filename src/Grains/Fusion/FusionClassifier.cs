using System.Collections.Immutable;
using System.Diagnostics;
using Moodstream.Abstractions.Models;
using Moodstream.Abstractions.Posts;
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
        var info = lease.Model.Info;
        var started = Stopwatch.GetTimestamp();
        var classifications = lease.Model.Classify([.. posts.Select(embeddings => Vectors(embeddings, info))]);
        var elapsed = Stopwatch.GetElapsedTime(started).TotalMilliseconds;

        var reference = new ModelReference(info.Name, info.Version);
        return Task.FromResult<ImmutableArray<Verdict>>([.. classifications.Select(classification => new Verdict
        {
            Fused = new EmotionDistribution(info.Labels, classification.Fused),
            Opinions = [.. classification.Opinions.Select(opinion => new ModalityOpinion(
                new Modality(opinion.Modality), new EmotionDistribution(info.Labels, opinion.Probabilities)))],
            Model = reference,
            FuseMs = elapsed,
        })]);
    }

    private static Dictionary<string, ReadOnlyMemory<float>> Vectors(ImmutableArray<Embedding> embeddings, ModelInfo info)
    {
        var vectors = new Dictionary<string, ReadOnlyMemory<float>>(embeddings.Length, StringComparer.Ordinal);
        foreach (var embedding in embeddings)
        {
            if (embedding.ModelVersion != info.Version)
            {
                throw new ModelVersionException(embedding.ModelVersion, info.Version);
            }

            vectors.Add(embedding.Modality.Name, embedding.Vector.AsMemory());
        }

        return vectors;
    }
}
