using System.Collections.Immutable;

namespace Moodstream.Trainer.Datasets;

/// <summary>How sources become a corpus.</summary>
internal sealed record CorpusOptions
{
    /// <summary>The sources, at least one.</summary>
    public required ImmutableArray<DatasetSource> Sources { get; init; }

    /// <summary>The labels in their order; those of the training posts, sorted, where empty.</summary>
    public ImmutableArray<string> Labels { get; init; } = [];

    /// <summary>What to do with rows that cannot be used.</summary>
    public BadRows BadRows { get; init; }

    /// <summary>Seed of the splits that the data does not give.</summary>
    public int SplitSeed { get; init; } = 1;

    /// <summary>Whether every split must be there with posts; otherwise whatever the sources give is taken.</summary>
    public bool NeedsTraining { get; init; } = true;

    /// <summary>Whether training posts whose text nearly repeats that of a dev or test post are left out; they are counted in any case.</summary>
    public bool DropsNearDuplicates { get; init; }

    /// <summary>What an earlier training used the rows for that do not say it; null where there is none.</summary>
    public RecordedSplit? Recorded { get; init; }
}
