using Moodstream.Abstractions.Posts;
using Moodstream.Trainer.Datasets;

namespace Moodstream.Trainer.Modalities.Words;

/// <summary>Chooses the words.</summary>
internal sealed class WordPreparation(PreparationOptions options) : IModalityPreparation
{
    // Numbers in a word's row where no file of vectors decides it.
    private const int Dimension = 100;

    private const int Seed = 1;

    /// <summary>Name of the modality.</summary>
    public static string Name => Modality.Text.Name;

    public bool IsIn(LabelledPost post) => post.Text is not null;

    public IPreparedModality Learn(IReadOnlyCollection<LabelledPost> train) => Choose(train);

    /// <summary>Chooses the words of training posts.</summary>
    public PreparedWords Choose(IReadOnlyCollection<LabelledPost> train) => new(
        TrainingVocabulary.Choose(
            train.Select(post => post.Text).OfType<string>(), options.Vectors, options.VocabularySize, Dimension, Seed),
        options.MaxWords);
}
