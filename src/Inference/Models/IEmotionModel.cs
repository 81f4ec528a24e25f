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
    /// <param name="device">Id of one of <see cref="Devices"/>, or null for the first. Encoders that need no device ignore it.</param>
    /// <exception cref="KeyNotFoundException">The model has no such modality, or this process no such device.</exception>
    IModalityEncoder Encoder(string modality, string? device = null);

    /// <summary>Pools what each post has and classifies it, fused and by each modality alone.</summary>
    /// <param name="posts">
    /// For each post its vectors by modality: at least one, each <see cref="ModelInfo.Dimension"/> long, made by this version of the model.
    /// </param>
    /// <returns>One classification per post, in order.</returns>
    IReadOnlyList<Classification> Classify(IReadOnlyList<IReadOnlyDictionary<string, ReadOnlyMemory<float>>> posts);
}
