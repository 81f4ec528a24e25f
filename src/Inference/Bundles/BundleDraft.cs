using System.Collections.Immutable;
using Moodstream.Abstractions.Posts;
using Moodstream.Inference.Manifest;
using Moodstream.Inference.Text;
using Moodstream.Inference.Vision;

namespace Moodstream.Inference.Bundles;

/// <summary>A trained model that is to become a bundle; see <see cref="BundleManifest"/> for the parts that they share.</summary>
public sealed record BundleDraft
{
    /// <summary>Name of the bundle: lower-case letters, digits and hyphens.</summary>
    public required string Name { get; init; }

    /// <summary>The emotions, in the order of every probability vector.</summary>
    public required ImmutableArray<string> Labels { get; init; }

    /// <summary>The languages that the model reads, as ISO 639-1 codes; empty where it takes every text for one that it reads.</summary>
    public ImmutableArray<string> Languages { get; init; } = [];

    /// <summary>Width of the common space.</summary>
    public required int Dimension { get; init; }

    /// <summary><c>sum</c>, <c>mean</c> or <c>max</c>.</summary>
    public required string Pooling { get; init; }

    /// <summary>
    /// The modalities; their settings by <see cref="WordsSettings.ToJson"/> and <see cref="ResNet18Settings.ToJson"/>.
    /// </summary>
    public required ImmutableArray<ModalityManifest> Modalities { get; init; }

    /// <summary>Path of the head within <see cref="Files"/>: <c>pooled</c> [N, Dimension] to <c>logits</c> [N, Labels].</summary>
    public required string Head { get; init; }

    /// <summary>Divides the logits before the softmax; above 0.</summary>
    public double Temperature { get; init; } = 1;

    /// <summary>By how much a probability may differ from that of a golden content, 0–0.05; null for as much as floats differ.</summary>
    public float? GoldenTolerance { get; init; }

    /// <summary>The files, by path within the bundle: letters, digits, <c>.</c>, <c>_</c>, <c>-</c>, with <c>/</c> between folders.</summary>
    public required IReadOnlyDictionary<string, byte[]> Files { get; init; }

    /// <summary>
    /// Contents whose probabilities the bundle keeps, to be reproduced at every load: a few, together with every modality.
    /// Pictures should be small, since the bundle holds them.
    /// </summary>
    public required IReadOnlyList<PostContent> Golden { get; init; }
}
