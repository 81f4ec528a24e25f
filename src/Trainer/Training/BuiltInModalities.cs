using System.Collections.Immutable;
using Moodstream.Trainer.Modalities;
using Moodstream.Trainer.Modalities.Pictures;
using Moodstream.Trainer.Modalities.Sentences;
using Moodstream.Trainer.Modalities.Tags;
using Moodstream.Trainer.Modalities.Words;

namespace Moodstream.Trainer.Training;

/// <summary>The modalities that come with the trainer. A new one needs its own folder and a line here.</summary>
internal static class BuiltInModalities
{
    /// <summary>All of them, in the order in which they are named to people.</summary>
    public static ImmutableArray<TrainableModality> All { get; } =
    [
        new(WordPreparation.Name, options => options.ReadsSentences ? new SentencePreparation(options) : new WordPreparation(options)),
        new(PicturePreparation.Name, options => new PicturePreparation(options)),
        new(TagPreparation.Name, _ => new TagPreparation()),
    ];
}
