using System.Collections.Immutable;
using Moodstream.Abstractions.Posts;
using Moodstream.Trainer.Datasets;
using Moodstream.Trainer.Features;
using Moodstream.Trainer.Layers;
using Moodstream.Trainer.Recipes;

namespace Moodstream.Trainer.Modalities;

/// <summary>One modality of the data: how posts become features, and features a tower.</summary>
internal interface IPreparedModality
{
    /// <summary>Name of the modality, such as <c>text</c>.</summary>
    string Name { get; }

    /// <summary>What was learnt from the training posts, such as the words: it decides, with data and recipe, what a run gives.</summary>
    IEnumerable<string> Vocabulary { get; }

    /// <summary>Contents with the modality for a bundle to keep; at least one, of nobody's data but what the bundle holds anyway.</summary>
    IEnumerable<PostContent> Golden { get; }

    /// <summary>The features of posts.</summary>
    IFeatureSet Features(ImmutableArray<LabelledPost> posts);

    /// <summary>Numbers in the tower's features.</summary>
    int WidthOf(Recipe recipe);

    /// <summary>Share of the features that training drops.</summary>
    double DropoutOf(Recipe recipe);

    /// <summary>Makes an untrained tower.</summary>
    /// <param name="recipe">The settings.</param>
    /// <param name="projection">The layers over the features.</param>
    ModalityTower MakeTower(Recipe recipe, LayerStack projection);
}
