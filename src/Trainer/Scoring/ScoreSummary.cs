namespace Moodstream.Trainer.Scoring;

/// <summary>Figures over several seeds, in 0–1.</summary>
/// <param name="Posts">Number of posts that each seed was tested on.</param>
/// <param name="Accuracy">Share of posts whose most probable label is theirs.</param>
/// <param name="MacroF1">Mean F1 over the labels that occur in the truth.</param>
/// <param name="MicroF1">F1 over all decisions.</param>
internal sealed record ScoreSummary(int Posts, Figure Accuracy, Figure MacroF1, Figure MicroF1)
{
    /// <summary>Sums up the scores of each seed, at least one.</summary>
    public static ScoreSummary Of(IReadOnlyCollection<Scores> seeds) => new(
        seeds.First().Posts,
        Figure.Of([.. seeds.Select(scores => scores.Accuracy)]),
        Figure.Of([.. seeds.Select(scores => scores.MacroF1)]),
        Figure.Of([.. seeds.Select(scores => scores.MicroF1)]));
}
