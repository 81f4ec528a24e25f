using System.Collections.Immutable;
using Moodstream.Trainer.Datasets;

namespace Moodstream.Trainer.Features;

/// <summary>Posts with their features, ready for training or evaluation.</summary>
/// <param name="Posts">The posts.</param>
/// <param name="Features">Their features, a set for each modality, in the model's order of modalities.</param>
internal sealed record ExampleSet(ImmutableArray<LabelledPost> Posts, ImmutableArray<IFeatureSet> Features)
{
    /// <summary>What a teacher says of the posts: probabilities by label, by text; empty where there is no teacher.</summary>
    public IReadOnlyDictionary<string, float[]> Lessons { get; init; } = ImmutableDictionary<string, float[]>.Empty;

    /// <summary>The same posts with only some modalities.</summary>
    public ExampleSet Only(IReadOnlyCollection<string> modalities) =>
        this with { Features = [.. Features.Where(set => modalities.Contains(set.Modality))] };

    /// <summary>Posts that have at least one of the modalities, by index.</summary>
    public IEnumerable<int> Usable() => Enumerable.Range(0, Posts.Length).Where(post => Features.Any(set => set.Has(post)));
}
