using System.Collections.Immutable;
using Moodstream.Trainer.Datasets;
using Moodstream.Trainer.Features;

namespace Moodstream.Trainer.Modalities;

/// <summary>A corpus with its features: all that training needs of the data.</summary>
/// <param name="Corpus">The posts.</param>
/// <param name="Modalities">The modalities that the model reads and the data has, in the model's order; at least one.</param>
/// <param name="Train">Training examples.</param>
/// <param name="Dev">Dev examples.</param>
/// <param name="Test">Test examples.</param>
internal sealed record PreparedData(
    Corpus Corpus, ImmutableArray<IPreparedModality> Modalities, ExampleSet Train, ExampleSet Dev, ExampleSet Test)
{
    /// <summary>The same data as a model sees it that reads only some modalities.</summary>
    public PreparedData Only(IReadOnlyCollection<string> modalities) => this with
    {
        Modalities = [.. Modalities.Where(modality => modalities.Contains(modality.Name))],
        Train = Train.Only(modalities),
        Dev = Dev.Only(modalities),
        Test = Test.Only(modalities),
    };
}
