namespace Moodstream.Trainer;

/// <summary>A corpus with its features: all that training needs of the data.</summary>
/// <param name="Corpus">The posts.</param>
/// <param name="Vocabulary">The words, or null where the model reads none.</param>
/// <param name="PictureScale">Scale of the training pictures' features, or null where the model sees none.</param>
/// <param name="Train">Training examples.</param>
/// <param name="Dev">Dev examples.</param>
/// <param name="Test">Test examples.</param>
internal sealed record PreparedData(
    Corpus Corpus,
    TrainingVocabulary? Vocabulary,
    FeatureScale? PictureScale,
    ExampleSet Train,
    ExampleSet Dev,
    ExampleSet Test)
{
    /// <summary>The same data as a model sees it that reads only some modalities.</summary>
    public PreparedData Only(IReadOnlyCollection<string> modalities) => this with
    {
        Vocabulary = modalities.Contains(WordFeatureSet.Name) ? Vocabulary : null,
        PictureScale = modalities.Contains(PictureFeatureSet.Name) ? PictureScale : null,
        Train = Train.Only(modalities),
        Dev = Dev.Only(modalities),
        Test = Test.Only(modalities),
    };
}
