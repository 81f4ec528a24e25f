using System.Collections.Immutable;
using Moodstream.Abstractions.Posts;

namespace Moodstream.Trainer.Recipes;

/// <summary>One of the six models of Duong, Lebret and Aberer (2017).</summary>
/// <param name="Name">Its name on the command line.</param>
/// <param name="Modalities">The modalities that it reads, in their order.</param>
/// <param name="Fusion">How it brings them together; of no account for a single modality.</param>
/// <param name="IsAligned">Whether an auxiliary loss pulls the vectors of one post together: the common space.</param>
internal sealed record ModelKind(string Name, ImmutableArray<string> Modalities, Fusion Fusion, bool IsAligned = false)
{
    /// <summary>Whether data that lack one of the modalities are refused; otherwise the model does without.</summary>
    public bool NeedsAll { get; init; }

    /// <summary>All models, the default first.</summary>
    public static ImmutableArray<ModelKind> All { get; } =
    [
        new("common-space", [Modality.Text.Name, Modality.Image.Name], Fusion.Joint, IsAligned: true),
        new("joint", [Modality.Text.Name, Modality.Image.Name], Fusion.Joint),
        new("early", [Modality.Text.Name, Modality.Image.Name], Fusion.Early),
        new("late", [Modality.Text.Name, Modality.Image.Name], Fusion.Late),
        new("text", [Modality.Text.Name], Fusion.Joint),
        new("image", [Modality.Image.Name], Fusion.Joint),
    ];

    /// <summary>Finds a model by its name.</summary>
    public static ModelKind Of(string name) => All.Single(kind => kind.Name == name);

    /// <summary>The same model over other modalities, all of which the data must have.</summary>
    /// <param name="modalities">Their names, in the order wanted.</param>
    public ModelKind Over(IEnumerable<string> modalities) => this with { Modalities = [.. modalities], NeedsAll = true };
}
