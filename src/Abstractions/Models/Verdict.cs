using System.Collections.Immutable;
using System.Text.Json.Serialization;
using Moodstream.Abstractions.Posts;

namespace Moodstream.Abstractions.Models;

/// <summary>What the classifier makes of one post: the fused opinion, and that of each modality by itself.</summary>
[GenerateSerializer, Immutable, Alias("moodstream.Verdict")]
public sealed record Verdict
{
    /// <summary>Probabilities from all modalities pooled.</summary>
    [Id(0)]
    public required EmotionDistribution Fused { get; init; }

    /// <summary>What each modality says alone, in the order of the model's modalities.</summary>
    [Id(1)]
    public required ImmutableArray<ModalityOpinion> Opinions { get; init; }

    /// <summary>The model that said so.</summary>
    [Id(2)]
    public required ModelReference Model { get; init; }

    /// <summary>Share of the text that the model could read, 0–1; null where there is no text.</summary>
    [Id(4)]
    public float? Coverage { get; init; }

    /// <summary>The language of the text, as the post gives it (BCP 47) or as its words tell (ISO 639-1); null where there is none or nothing tells it.</summary>
    [Id(5)]
    public string? Language { get; init; }

    /// <summary>Milliseconds that the batch spent in the classifier.</summary>
    [Id(3)]
    public double FuseMs { get; init; }
}

/// <summary>What one modality says by itself.</summary>
/// <param name="Modality">The modality.</param>
/// <param name="Distribution">Its probabilities.</param>
[GenerateSerializer, Immutable, Alias("moodstream.ModalityOpinion")]
public sealed record ModalityOpinion([property: Id(0)] Modality Modality, [property: Id(1)] EmotionDistribution Distribution);

/// <summary>Names a model.</summary>
/// <param name="Name">Name of the bundle: that of its folder, by which it is activated.</param>
/// <param name="Version">Version of the bundle; changes whenever an answer can change.</param>
[GenerateSerializer, Immutable, Alias("moodstream.ModelReference")]
public sealed record ModelReference([property: Id(0)] string Name, [property: Id(1)] string Version)
{
    /// <summary>
    /// In an answer of a model that reads some texts more closely than others, the way that the post's text took: <c>words</c> or
    /// <c>sentences</c>; otherwise null.
    /// </summary>
    [Id(2), JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Path { get; init; }
}
