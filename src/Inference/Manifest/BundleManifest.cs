using System.Collections.Immutable;
using System.Text.Json;
using Moodstream.Abstractions.Posts;

namespace Moodstream.Inference.Manifest;

/// <summary>
/// The file <c>bundle.json</c> of a model bundle: what the model is, how its modalities are encoded, and the hashes of
/// every file that it needs. Paths are relative to the bundle and use <c>/</c>.
/// </summary>
public sealed record BundleManifest
{
    /// <summary>Name of the manifest's file.</summary>
    public const string FileName = "bundle.json";

    /// <summary>The format that this build reads and writes.</summary>
    public const int CurrentFormat = 1;

    /// <summary>Format of the manifest.</summary>
    public required int Format { get; init; }

    /// <summary>Name of the bundle: lower-case letters, digits and hyphens.</summary>
    public required string Name { get; init; }

    /// <summary>
    /// Version: the first 12 hexadecimal digits of the SHA-256 over the rest of the manifest, the hashes of the files included; so it
    /// changes whenever an answer can change.
    /// </summary>
    public required string Version { get; init; }

    /// <summary>The emotions, in the order of every probability vector.</summary>
    public required ImmutableArray<string> Labels { get; init; }

    /// <summary>The languages that the model reads, as ISO 639-1 codes; null where it takes every text for one that it reads.</summary>
    public IReadOnlyList<string>? Languages { get; init; }

    /// <summary>Width of the common space.</summary>
    public required int Dimension { get; init; }

    /// <summary>How the vectors of a post's modalities become one: <c>sum</c>, <c>mean</c> or <c>max</c>, by component.</summary>
    public required string Pooling { get; init; }

    /// <summary>The modalities.</summary>
    public required ImmutableArray<ModalityManifest> Modalities { get; init; }

    /// <summary>ONNX file of the classifier's head: <c>pooled</c> [N, Dimension] to <c>logits</c> [N, Labels].</summary>
    public required string Head { get; init; }

    /// <summary>Divides the logits before the softmax; above 0, 1 where the model was not calibrated.</summary>
    public double Temperature { get; init; } = 1;

    /// <summary>JSON file of examples with their probabilities; loading recomputes them and refuses a bundle that differs.</summary>
    public required string Golden { get; init; }

    /// <summary>
    /// By how much a probability may differ from that of an example, 0–0.05; null for as much as floats differ. Of networks that are computed in bytes more
    /// does: where processors round a number differently, it may become the next byte.
    /// </summary>
    public float? GoldenTolerance { get; init; }

    /// <summary>Every other file of the bundle that the model needs.</summary>
    public required ImmutableArray<BundleFile> Files { get; init; }

    /// <summary>Networks that come with the program, not with the bundle, such as <c>resnet18</c>.</summary>
    public ImmutableArray<ExternalFile> Externals { get; init; } = [];
}

/// <summary>One modality of a bundle.</summary>
public sealed record ModalityManifest
{
    /// <summary>The modality, such as <c>text</c>.</summary>
    public required Modality Name { get; init; }

    /// <summary>Kind of the encoder, such as <c>words</c> or <c>resnet18</c>.</summary>
    public required string Encoder { get; init; }

    /// <summary>What stands in the pool where a post lacks the modality: a vector as wide as the common space, or empty for nothing.</summary>
    public ImmutableArray<float> Missing { get; init; } = [];

    /// <summary>Settings of the encoder; their form is the encoder's own.</summary>
    public JsonElement Settings { get; init; }
}

/// <summary>A file of a bundle.</summary>
/// <param name="Path">Relative path.</param>
/// <param name="Sha256">Its SHA-256 in lower-case hexadecimal.</param>
/// <param name="Bytes">Its length.</param>
public sealed record BundleFile(string Path, string Sha256, long Bytes);

/// <summary>A network that comes with the program, or a file that belongs to one.</summary>
/// <param name="Name">The network's name, such as <c>resnet18</c>, or the file's, such as <c>minilm-vocabulary.txt</c>.</param>
/// <param name="Sha256">SHA-256 of the file that the bundle was trained with.</param>
public sealed record ExternalFile(string Name, string Sha256);
