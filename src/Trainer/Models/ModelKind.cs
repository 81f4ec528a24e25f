using System.Collections.Immutable;
using Moodstream.Trainer.Features;

namespace Moodstream.Trainer.Models;

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
        new("common-space", [WordFeatureSet.Name, PictureFeatureSet.Name], Fusion.Joint, IsAligned: true),
        new("joint", [WordFeatureSet.Name, PictureFeatureSet.Name], Fusion.Joint),
        new("early", [WordFeatureSet.Name, PictureFeatureSet.Name], Fusion.Early),
        new("late", [WordFeatureSet.Name, PictureFeatureSet.Name], Fusion.Late),
        new("text", [WordFeatureSet.Name], Fusion.Joint),
        new("image", [PictureFeatureSet.Name], Fusion.Joint),
    ];

    /// <summary>Finds a model by its name.</summary>
    public static ModelKind Of(string name) => All.Single(kind => kind.Name == name);

    /// <summary>The same model over other modalities, all of which the data must have.</summary>
    /// <param name="modalities">Their names, in the order wanted.</param>
    public ModelKind Over(IEnumerable<string> modalities) => this with { Modalities = [.. modalities], NeedsAll = true };
}
