using Moodstream.Trainer.Datasets;

namespace Moodstream.Trainer.Modalities.Tags;

/// <summary>Chooses the tags.</summary>
internal sealed class TagPreparation : IModalityPreparation
{
    /// <summary>Name of the modality.</summary>
    public const string Name = "tags";

    public bool IsIn(LabelledPost post) => TagVocabulary.TagsOf(post).Count > 0;

    public IPreparedModality? Learn(IReadOnlyCollection<LabelledPost> train) =>
        TagVocabulary.Choose(train) is { Tags.IsEmpty: false } vocabulary ? new PreparedTags(vocabulary) : null;
}
