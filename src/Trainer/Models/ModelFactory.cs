using TorchSharp;

namespace Moodstream.Trainer;

/// <summary>Makes untrained models.</summary>
internal static class ModelFactory
{
    /// <summary>Makes a model for prepared data; its random parameters depend on the seed alone.</summary>
    public static CommonSpaceModel Make(PreparedData data, Recipe recipe, int seed)
    {
        torch.manual_seed(seed);
        List<ModalityTower> towers = [];
        if (data.Vocabulary is { } vocabulary)
        {
            using torch.Tensor rows = RowsOf(vocabulary, 0, vocabulary.Trained);
            towers.Add(new WordTower(rows, recipe.Width, recipe.WordDropout));
        }

        if (data.PictureScale is { } scale)
        {
            towers.Add(new PictureTower(scale, recipe.Width, recipe.PictureDropout));
        }

        return new CommonSpaceModel(towers, recipe.Width, data.Corpus.Labels.Length);
    }

    /// <summary>Completes a trained model with the words that training never met.</summary>
    public static void Finish(CommonSpaceModel model, PreparedData data)
    {
        if (model.Towers.OfType<WordTower>().SingleOrDefault() is { } words && data.Vocabulary is { } vocabulary)
        {
            using torch.Tensor rows = RowsOf(vocabulary, vocabulary.Trained, vocabulary.Words.Length - vocabulary.Trained);
            words.Finish(rows);
        }
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
}
