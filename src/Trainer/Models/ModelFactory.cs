using TorchSharp;

namespace Moodstream.Trainer;

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

    /// <summary>Completes a trained model with the words that training never met.</summary>
    public void Finish(FusionModel model)
    {
        if (model.Towers.OfType<WordTower>().SingleOrDefault() is { } words && data.Vocabulary is { } vocabulary)
        {
            using var rows = RowsOf(vocabulary, vocabulary.Trained, vocabulary.Words.Length - vocabulary.Trained);
            words.Finish(rows);
        }
    }

    /// <summary>Vectors of one space, pooled.</summary>
    private FusionModel MakeJoint()
    {
        var sources = Sources();
        int width = recipe.Width > 0 ? recipe.Width : sources[0].Features;
        return new FusionModel(
            sources.Select(source => source.Tower(ToWidth(source, width))),
            width,
            Pooling.Of(recipe.Pooling),
            recipe.LearnsMissing && sources.Count > 1,
            Head(width));
    }

    /// <summary>Vectors side by side: each tower fills its own part of a wider vector, and the parts are summed.</summary>
    private FusionModel MakeEarly()
    {
        var sources = Sources();
        int[] widths = [.. sources.Select(source => recipe.Width > 0 ? recipe.Width : source.Features)];
        int total = widths.Sum();
        int offset = 0;
        List<ModalityTower> towers = [];
        foreach (var (source, width) in sources.Zip(widths))
        {
            towers.Add(source.Tower(new LayerStack(ToWidth(source, width), new PlaceLayer(width, offset, total))));
            offset += width;
        }

        return new FusionModel(towers, total, Pooling.Sum, learnsMissing: false, Head(total));
    }

    /// <summary>A classifier for each modality; logarithms of their probabilities are summed.</summary>
    private FusionModel MakeLate() => new(
        Sources().Select(source =>
        {
            int width = recipe.Width > 0 ? recipe.Width : source.Features;
            return source.Tower(new LayerStack(ToWidth(source, width), Head(width), new LogSoftmaxLayer()));
        }),
        Labels,
        Pooling.Sum,
        learnsMissing: false,
        new LayerStack());

    /// <summary>Dropout and, where the width asks for it, a linear layer.</summary>
    private static LayerStack ToWidth(Source source, int width) => source.Features == width
        ? new LayerStack(new DropoutLayer(source.Dropout))
        : new LayerStack(new DropoutLayer(source.Dropout), new LinearLayer(source.Features, width));

    private LayerStack Head(int width) => recipe.HasRelu
        ? new LayerStack(new LinearLayer(width, recipe.Hidden), new ReluLayer(), new LinearLayer(recipe.Hidden, Labels))
        : new LayerStack(new LinearLayer(width, recipe.Hidden), new LinearLayer(recipe.Hidden, Labels));

    /// <summary>The modalities of the data, in their order.</summary>
    private List<Source> Sources()
    {
        List<Source> sources = [];
        if (data.Vocabulary is { } vocabulary)
        {
            int features = WordTower.FeaturesOf(vocabulary.Rows[0].Length, recipe.WordPooling);
            sources.Add(new Source(features, recipe.WordDropout, projection =>
            {
                using var rows = RowsOf(vocabulary, 0, vocabulary.Trained);
                return new WordTower(rows, recipe.WordPooling, recipe.RowDropout, projection);
            }));
        }

        if (data.PictureScale is { } scale)
        {
            sources.Add(new Source(
                scale.Mean.Length, recipe.PictureDropout, projection => new PictureTower(recipe.ScalesPictures ? scale : null, projection)));
        }

        return sources;
    }

    private static torch.Tensor RowsOf(TrainingVocabulary vocabulary, int start, int count)
    {
        int dimension = vocabulary.Rows[0].Length;
        float[] values = new float[count * dimension];
        for (int row = 0; row < count; row++)
        {
            vocabulary.Rows[start + row].CopyTo(values, row * dimension);
        }

        return torch.tensor(values, count, dimension);
    }

    /// <summary>A modality of the data.</summary>
    /// <param name="Features">Numbers in its features.</param>
    /// <param name="Dropout">Share of them that training drops.</param>
    /// <param name="Tower">Makes its tower.</param>
    private sealed record Source(int Features, double Dropout, Func<LayerStack, ModalityTower> Tower);
}
