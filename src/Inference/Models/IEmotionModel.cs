using System.Collections.Immutable;
using Moodstream.Abstractions.Models;
using Moodstream.Abstractions.Posts;

namespace Moodstream.Inference.Models;

/// <summary>A loaded and verified model: encoders into a common space, and the classifier over it. Safe for concurrent use.</summary>
public interface IEmotionModel : IAsyncDisposable
{
    /// <summary>
    /// The model of this moment, for work that must not mix two models: itself, where it never changes. One that can be exchanged while it is
    /// used lends the one in service, and keeps it until the last lease is given back.
    /// </summary>
    ModelLease Lease() => new(this);

    /// <summary>What the model is.</summary>
    ModelInfo Info { get; }

    /// <summary>The devices that this process runs it on, with the execution providers really in use; at least one.</summary>
    IReadOnlyList<InferenceDevice> Devices { get; }

    /// <summary>The encoder of one modality.</summary>
    /// <param name="modality">One of <see cref="ModelInfo.Modalities"/>.</param>
    /// <param name="device">Id of one of <see cref="Devices"/>, or null for the first. An encoder that needs no device is the same for all.</param>
    /// <exception cref="KeyNotFoundException">The model has no such modality, or this process no such device.</exception>
    IModalityEncoder Encoder(Modality modality, string? device = null);

    /// <summary>Pools what each post has and classifies it, fused and by each modality alone.</summary>
    /// <param name="posts">For each post its embeddings: one or more modalities, each at most once, none failed.</param>
    /// <returns>One verdict per post, in order.</returns>
    /// <exception cref="ModelVersionException">An embedding was made by another version of the model.</exception>
    /// <exception cref="ArgumentException">A post has no embedding, or one that is none of this model's.</exception>
    ImmutableArray<Verdict> Classify(ImmutableArray<ImmutableArray<Embedding>> posts);
}
