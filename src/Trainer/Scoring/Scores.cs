using System.Collections.Immutable;

namespace Moodstream.Trainer.Scoring;

/// <summary>Figures of predictions against the truth; all in 0–1.</summary>
/// <param name="Posts">Number of posts.</param>
/// <param name="Accuracy">Share of posts whose most probable label is theirs.</param>
/// <param name="MacroF1">Mean F1 over the labels that occur in the truth, so that a label which a data set lacks does not count as 0.</param>
/// <param name="MicroF1">F1 over all decisions; equals the accuracy, since each post has one label and gets one.</param>
/// <param name="Classes">Figures of each label.</param>
/// <param name="Confusion">Posts by true label (outer) and given label (inner).</param>
internal sealed record Scores(
    int Posts,
    double Accuracy,
    double MacroF1,
    double MicroF1,
    ImmutableArray<ClassScores> Classes,
    ImmutableArray<ImmutableArray<int>> Confusion)
{
    /// <summary>Compares predictions with the truth.</summary>
    /// <param name="labels">The labels.</param>
    /// <param name="truth">Index of each post's label.</param>
    /// <param name="given">Index of the label that each post was given.</param>
    public static Scores Of(ImmutableArray<string> labels, IReadOnlyList<int> truth, IReadOnlyList<int> given)
    {
        int[][] confusion = [.. labels.Select(_ => new int[labels.Length])];
        for (int post = 0; post < truth.Count; post++)
        {
            confusion[truth[post]][given[post]]++;
        }

        ImmutableArray<ClassScores> classes = [.. labels.Select((name, label) => ClassOf(name, label, confusion))];
        int right = Enumerable.Range(0, labels.Length).Sum(label => confusion[label][label]);
        double accuracy = truth.Count == 0 ? 0 : right / (double)truth.Count;
        double macro = classes.Where(scores => scores.Support > 0).Select(scores => scores.F1).DefaultIfEmpty().Average();
        return new Scores(truth.Count, accuracy, macro, accuracy, classes, [.. confusion.Select(row => row.ToImmutableArray())]);
    }

    private static ClassScores ClassOf(string name, int label, int[][] confusion)
    {
        int support = confusion[label].Sum();
        int given = confusion.Sum(row => row[label]);
        int hits = confusion[label][label];
        double precision = given == 0 ? 0 : hits / (double)given;
        double recall = support == 0 ? 0 : hits / (double)support;
        double f1 = given + support == 0 ? 0 : 2.0 * hits / (given + support);
        return new ClassScores(name, precision, recall, f1, support);
    }
}
