using System.Collections.Immutable;
using Moodstream.Trainer.Datasets;
using Moodstream.Trainer.Scoring;

namespace Moodstream.Trainer.Quantizing;

/// <summary>What a bundle gets right in floats and in bytes.</summary>
/// <param name="View">What it was shown of the posts: a modality, or empty for all that they have.</param>
/// <param name="Posts">How many.</param>
/// <param name="InFloats">Accuracy in floats, 0–1; every source counts the same.</param>
/// <param name="InBytes">Accuracy in bytes.</param>
/// <param name="Changed">Share of the posts, each counting the same, that get another label.</param>
internal sealed record KeptAccuracy(string View, int Posts, double InFloats, double InBytes, double Changed)
{
    /// <summary>Points that are lost, of 100; negative where some are won.</summary>
    public double Loss => 100 * (InFloats - InBytes);

    /// <summary>Compares what a bundle says of the same posts.</summary>
    /// <param name="posts">The posts.</param>
    /// <param name="inFloats">What it says in floats, by view.</param>
    /// <param name="inBytes">What it says in bytes.</param>
    public static ImmutableArray<KeptAccuracy> Compare(
        ImmutableArray<LabelledPost> posts, IReadOnlyDictionary<string, Predictions> inFloats, IReadOnlyDictionary<string, Predictions> inBytes) =>
        [.. inFloats.Where(view => !view.Value.Posts.IsEmpty).Select(view => Compare(view.Key, posts, view.Value, inBytes[view.Key]))];

    private static KeptAccuracy Compare(string view, ImmutableArray<LabelledPost> posts, Predictions inFloats, Predictions inBytes)
    {
        double[] weights = SourceWeights.Of(inFloats.Posts.Select(post => posts[post].Source));
        var (before, after) = (inFloats.Given(), inBytes.Given());
        return new KeptAccuracy(
            view, weights.Length, Accuracy(inFloats.Truth, before, weights), Accuracy(inFloats.Truth, after, weights), before.Zip(after).Count(pair => pair.First != pair.Second) / (double)weights.Length);
    }

    private static double Accuracy(ImmutableArray<int> truth, ImmutableArray<int> given, double[] weights) =>
        Enumerable.Range(0, weights.Length).Sum(i => truth[i] == given[i] ? weights[i] : 0) / weights.Sum();
}
