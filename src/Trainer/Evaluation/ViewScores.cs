using System.Collections.Immutable;
using Moodstream.Trainer.Scoring;
using Moodstream.Trainer.Training;

namespace Moodstream.Trainer.Evaluation;

/// <summary>Test figures of some posts: from all that each has, and from each modality alone.</summary>
/// <param name="All">From all that each post has.</param>
/// <param name="ByModality">From one modality alone, of the posts that have it, in the model's order; only of models with several.</param>
internal sealed record ViewScores(ScoreSummary All, ImmutableArray<KeyValuePair<string, ScoreSummary>> ByModality)
{
    /// <summary>Sums up the runs.</summary>
    /// <param name="runs">A run for each seed, at least one.</param>
    /// <param name="labels">The labels.</param>
    /// <param name="isWanted">Whether a test post, by index, counts.</param>
    public static ViewScores Of(IReadOnlyCollection<SeedRun> runs, ImmutableArray<string> labels, Func<int, bool> isWanted)
    {
        ScoreSummary Summarize(Func<SeedRun, Predictions> view) => ScoreSummary.Of([.. runs.Select(run => Score(view(run).Where(isWanted), labels))]);

        ImmutableArray<string> modalities = [.. runs.First().TestByModality.Keys];
        return new ViewScores(
            Summarize(run => run.Test),
            modalities.Length < 2
                ? []
                : [.. modalities.Select(modality => KeyValuePair.Create(modality, Summarize(run => run.TestByModality[modality])))]);
    }

    /// <summary>The figures of predictions.</summary>
    public static Scores Score(Predictions predictions, ImmutableArray<string> labels) => Scores.Of(labels, predictions.Truth, predictions.Given());
}
