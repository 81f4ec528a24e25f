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
    ExampleSet Test);
