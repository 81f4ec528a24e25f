using Moodstream.Trainer.Datasets;
using Moodstream.Trainer.Features;
using Moodstream.Trainer.Modalities.Sentences;

namespace Moodstream.Trainer.Modalities.Words;

/// <summary>Chooses the words.</summary>
internal sealed class WordPreparation(PreparationOptions options) : IModalityPreparation
{
    /// <summary>The registration.</summary>
    public static TrainableModality Modality { get; } = new(
        WordFeatureSet.Name, (options, _) => options.ReadsSentences ? new SentencePreparation(options) : new WordPreparation(options));

    public bool IsIn(LabelledPost post) => post.Text is not null;

    public IPreparedModality Learn(IReadOnlyCollection<LabelledPost> train) => Choose(train);

    /// <summary>Chooses the words of training posts.</summary>
    public PreparedWords Choose(IReadOnlyCollection<LabelledPost> train) => new(
        TrainingVocabulary.Choose(
            train.Select(post => post.Text).OfType<string>(), options.Vectors, options.VocabularySize, options.WordDimension, options.VocabularySeed),
        options.MaxWords);
}
