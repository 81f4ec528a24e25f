using System.Collections.Immutable;
using Moodstream.Trainer.Evaluation;
using Moodstream.Trainer.Modalities;
using Moodstream.Trainer.Recipes;
using Moodstream.Trainer.Scoring;
using Moodstream.Trainer.Training;

namespace Moodstream.Trainer.Comparing;

/// <summary>Models trained alike on the same data.</summary>
/// <param name="Plan">What was run; its model is of no account.</param>
/// <param name="Data">The data.</param>
/// <param name="Models">The models, in the order of <see cref="ModelKind.All"/>.</param>
internal sealed record Comparison(TrainingPlan Plan, PreparedData Data, ImmutableArray<ComparedModel> Models)
{
    private const int BootstrapSeed = 1;

    /// <summary>The views: all that a post has (null), and each modality alone.</summary>
    public ImmutableArray<string?> Views { get; } = [null, .. Data.Test.Features.Select(set => set.Modality)];

    /// <summary>The labels.</summary>
    public ImmutableArray<string> Labels => Data.Corpus.Labels;

    /// <summary>The model that the others are compared with: the common space, or else the first.</summary>
    public ComparedModel Reference => Models.FirstOrDefault(model => model.Kind.IsAligned) ?? Models[0];

    /// <summary>Name of a view, for people.</summary>
    public static string NameOf(string? view) => view is null ? "all" : $"{view} only";

    /// <summary>Figures of a model under a view, or null where it cannot answer.</summary>
    public ScoreSummary? Scores(ComparedModel model, string? view)
    {
        var predictions = model.Test(view);
        return predictions.Count == 0 ? null : ScoreSummary.Of([.. predictions.Select(each => ViewScores.Score(each, Labels))]);
    }

    /// <summary>The reference against each other model under a view.</summary>
    public IEnumerable<(ComparedModel Other, AccuracyDifference Difference)> Differences(string? view)
    {
        foreach (var other in Models.Where(model => model != Reference))
        {
            if (PairedBootstrap.Compare(Reference.Test(view), other.Test(view), BootstrapSeed) is { } difference)
            {
                yield return (other, difference);
            }
        }
    }

    /// <summary>The reference's regret under each view.</summary>
    public IEnumerable<Regret> Regrets()
    {
        foreach (string? view in Views)
        {
            (ComparedModel Other, AccuracyDifference Difference)[] differences = [.. Differences(view)];
            if (differences.Length > 0)
            {
                (var best, var difference) = differences.MinBy(each => each.Difference.Mean);
                yield return new Regret(NameOf(view), best.Kind.Name, difference);
            }
        }
    }

    /// <summary>
    /// Test posts on which the best runs disagree, of every label in turn, most telling first: where the reference is right, those that
    /// fewest models get right; where it is wrong, those that most get right.
    /// </summary>
    /// <param name="referenceIsRight">Whether the reference must be right; otherwise it is wrong, and another model is right.</param>
    /// <param name="most">Most posts.</param>
    public IReadOnlyList<Disagreement> Disagreements(bool referenceIsRight, int most)
    {
        Dictionary<int, int>[] answers = [.. Models.Select(AnswersOf)];
        int reference = Models.IndexOf(Reference);
        return
        [
            .. Enumerable.Range(0, Data.Test.Posts.Length)
                .Where(post => answers[reference].ContainsKey(post))
                .Select(post => new Disagreement(
                    Data.Test.Posts[post],
                    [.. answers.Select(given => given.TryGetValue(post, out int label) ? Labels[label] : null)]))
                .Where(each => IsRight(each.Answers[reference], each) == referenceIsRight && CountRight(each) > 0 && each.Answers.Distinct().Count() > 1)
                .GroupBy(each => each.Post.Label)
                .SelectMany(label => label
                    .OrderBy(each => referenceIsRight ? CountRight(each) : -CountRight(each))
                    .ThenByDescending(each => each.Answers.Distinct().Count())
                    .Select((each, rank) => (Disagreement: each, Rank: rank)))
                .OrderBy(each => each.Rank)
                .Take(most)
                .Select(each => each.Disagreement),
        ];

        bool IsRight(string? answer, Disagreement each) => answer == Labels[each.Post.Label];
        int CountRight(Disagreement each) => each.Answers.Count(answer => IsRight(answer, each));
    }

    private static Dictionary<int, int> AnswersOf(ComparedModel model)
    {
        var test = model.Report.Best.Test;
        return test.Posts.Zip(test.Given()).ToDictionary(pair => pair.First, pair => pair.Second);
    }
}
