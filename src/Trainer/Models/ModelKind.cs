using System.Collections.Immutable;

namespace Moodstream.Trainer;

/// <summary>A model that the trainer can make.</summary>
/// <param name="Name">Its name on the command line.</param>
/// <param name="Modalities">The modalities that it reads, in their order.</param>
/// <param name="IsAligned">Whether a contrastive loss pulls the vectors of one post together.</param>
internal sealed record ModelKind(string Name, ImmutableArray<string> Modalities, bool IsAligned)
{
    /// <summary>All models.</summary>
    public static ImmutableArray<ModelKind> All { get; } =
    [
        new("common-space", [WordFeatureSet.Name, PictureFeatureSet.Name], IsAligned: true),
        new("joint", [WordFeatureSet.Name, PictureFeatureSet.Name], IsAligned: false),
        new("text", [WordFeatureSet.Name], IsAligned: false),
        new("image", [PictureFeatureSet.Name], IsAligned: false),
    ];
}
