using System.Collections.Immutable;

namespace Moodstream.Trainer.Datasets;

/// <summary>Labelled posts of all sources, split.</summary>
/// <param name="Labels">The labels, in the order of every probability vector.</param>
/// <param name="Train">Posts to learn from; those of a source with a repeat stand here that often.</param>
/// <param name="Dev">Posts for choices.</param>
/// <param name="Test">Posts for the reported figures.</param>
/// <param name="Counts">What became of each source's rows.</param>
internal sealed record Corpus(
    ImmutableArray<string> Labels,
    ImmutableArray<LabelledPost> Train,
    ImmutableArray<LabelledPost> Dev,
    ImmutableArray<LabelledPost> Test,
    ImmutableArray<SourceCounts> Counts)
{
    /// <summary>The posts to learn from, and all posts of sources with rows that do not say their split.</summary>
    public RecordedSplit Used { get; init; } = new();

    /// <summary>The posts of one split.</summary>
    public ImmutableArray<LabelledPost> Posts(Split split) => split switch
    {
        Split.Train => Train,
        Split.Dev => Dev,
        _ => Test,
    };
}
