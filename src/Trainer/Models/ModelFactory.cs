using Moodstream.Inference.Manifest;
using Moodstream.Trainer.Layers;
using Moodstream.Trainer.Modalities;
using Moodstream.Trainer.Recipes;
using TorchSharp;

namespace Moodstream.Trainer.Models;

/// <summary>Makes untrained models.</summary>
/// <param name="kind">Which of the six.</param>
/// <param name="recipe">Its settings.</param>
/// <param name="data">The data that decides its sizes.</param>
internal sealed class ModelFactory(ModelKind kind, Recipe recipe, PreparedData data)
{
    private int Labels => data.Corpus.Labels.Length;

    /// <summary>Makes a model; its random parameters depend on the seed alone.</summary>
    public FusionModel Make(int seed)
    {
        torch.manual_seed(seed);
        return kind.Fusion switch
        {
            Fusion.Late => MakeLate(),
            Fusion.Early => MakeEarly(),
            _ => MakeJoint(),
        };
    }

    /// <summary>Vectors of one space, pooled.</summary>
    private FusionModel MakeJoint()
    {
        int width = WidthOf(data.Modalities[0]);
        return new FusionModel(
            data.Modalities.Select(modality => modality.MakeTower(recipe, ToWidth(modality, width))),
            width,
            BatchPooling.Of(recipe.Pooling),
            recipe.LearnsMissing && data.Modalities.Length > 1,
            Head(width));
    }

    /// <summary>Vectors side by side: each tower fills its own part of a wider vector, and the parts are summed.</summary>
    private FusionModel MakeEarly()
    {
        int[] widths = [.. data.Modalities.Select(WidthOf)];
        int total = widths.Sum();
        int offset = 0;
        List<ModalityTower> towers = [];
        foreach (var (modality, width) in data.Modalities.Zip(widths))
        {
            towers.Add(modality.MakeTower(recipe, new LayerStack(ToWidth(modality, width), new PlaceLayer(width, offset, total))));
            offset += width;
        }

        return new FusionModel(towers, total, PoolingKind.Sum, learnsMissing: false, Head(total));
    }

    /// <summary>A classifier for each modality; logarithms of their probabilities are summed.</summary>
    private FusionModel MakeLate() => new(
        data.Modalities.Select(modality =>
        {
            int width = WidthOf(modality);
            return modality.MakeTower(recipe, new LayerStack(ToWidth(modality, width), Head(width), new LogSoftmaxLayer()));
        }),
        Labels,
        PoolingKind.Sum,
        learnsMissing: false,
        new LayerStack());

    private int WidthOf(IPreparedModality modality) => recipe.Width > 0 ? recipe.Width : modality.WidthOf(recipe);

    /// <summary>Dropout and, where the width asks for it, a linear layer.</summary>
    private LayerStack ToWidth(IPreparedModality modality, int width) => modality.WidthOf(recipe) is var features && features == width
        ? new LayerStack(new DropoutLayer(modality.DropoutOf(recipe)))
        : new LayerStack(new DropoutLayer(modality.DropoutOf(recipe)), new LinearLayer(features, width));

    private LayerStack Head(int width) => recipe.HasRelu
        ? new LayerStack(new LinearLayer(width, recipe.Hidden), new ReluLayer(), new LinearLayer(recipe.Hidden, Labels))
        : new LayerStack(new LinearLayer(width, recipe.Hidden), new LinearLayer(recipe.Hidden, Labels));
}
