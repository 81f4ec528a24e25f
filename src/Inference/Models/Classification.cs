using System.Collections.Immutable;

namespace Moodstream.Inference.Models;

/// <summary>What a model makes of one post.</summary>
/// <param name="Fused">Probabilities by label, from all modalities pooled; in 0–1, together 1.</param>
/// <param name="Opinions">Probabilities by label from each modality alone, in the model's order of modalities.</param>
public sealed record Classification(
    ImmutableArray<float> Fused,
    ImmutableArray<ModalityProbabilities> Opinions);

/// <summary>What one modality says alone.</summary>
/// <param name="Modality">Its name.</param>
/// <param name="Probabilities">Probabilities by label, in 0–1, together 1.</param>
public sealed record ModalityProbabilities(string Modality, ImmutableArray<float> Probabilities);
