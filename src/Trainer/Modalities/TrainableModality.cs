using System.Collections.Immutable;
using Moodstream.Trainer.Features;
using Moodstream.Trainer.Modalities.Pictures;
using Moodstream.Trainer.Modalities.Tags;
using Moodstream.Trainer.Modalities.Words;

namespace Moodstream.Trainer.Modalities;

/// <summary>A modality that models can be trained on. A new one needs its own folder and a line here.</summary>
/// <param name="Name">Its name, as in bundles and in <c>--modalities</c>.</param>
/// <param name="Prepare">Starts reading it.</param>
internal sealed record TrainableModality(string Name, Func<PreparationOptions, IPictureFeatureExtractor, IModalityPreparation> Prepare)
{
    /// <summary>All of them.</summary>
    public static ImmutableArray<TrainableModality> All { get; } =
        [WordPreparation.Modality, PicturePreparation.Modality, TagPreparation.Modality];
}
