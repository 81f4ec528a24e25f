using System.Collections.Immutable;
using Moodstream.Abstractions.Posts;

namespace Moodstream.Inference.Models;

/// <summary>What a model is.</summary>
/// <param name="Name">Name of the bundle: that of its folder.</param>
/// <param name="Version">Changes whenever an answer can change; vectors of different versions must not be pooled.</param>
/// <param name="Labels">The emotions, in the order of every probability vector.</param>
/// <param name="Modalities">The modalities that it can encode, in the order of every list of modalities.</param>
/// <param name="Dimension">Width of the common space.</param>
public sealed record ModelInfo(
    string Name,
    string Version,
    ImmutableArray<string> Labels,
    ImmutableArray<Modality> Modalities,
    int Dimension)
{
    /// <summary>The languages that it reads, as ISO 639-1 codes; empty where it takes every text for one that it reads.</summary>
    public IReadOnlyList<string> Languages { get; init; } = [];
}
