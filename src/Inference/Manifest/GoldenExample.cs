using System.Collections.Immutable;
using Moodstream.Abstractions.Posts;

namespace Moodstream.Inference.Manifest;

/// <summary>The examples of a bundle.</summary>
/// <param name="Examples">At least one, together with every modality.</param>
internal sealed record GoldenExamples(ImmutableArray<GoldenExample> Examples);

/// <summary>A content with the probabilities that the model gave when it was written.</summary>
internal sealed record GoldenExample
{
    /// <summary>The words, or null.</summary>
    public string? Text { get; init; }

    /// <summary>Path of the picture within the bundle, or null.</summary>
    public string? Image { get; init; }

    /// <summary>The source that the post comes from, or null.</summary>
    public string? Source { get; init; }

    /// <summary>Probabilities of all modalities together, by label.</summary>
    public required ImmutableArray<float> Fused { get; init; }

    /// <summary>
    /// Probabilities of each modality alone, by label, in the model's order of modalities: a hash table's own order differs from process to
    /// process, and with it the bundle's version would.
    /// </summary>
    public required OrderedDictionary<Modality, ImmutableArray<float>> Opinions { get; init; }
}
