using System.Collections.Immutable;
using Moodstream.Trainer.Modalities;
using Moodstream.Trainer.Scoring;
using Moodstream.Trainer.Training;

namespace Moodstream.Trainer.Evaluation;

/// <summary>What came out of a training run.</summary>
/// <param name="Best">The run that does best on dev; the bundle is made of it.</param>
/// <param name="Dev">Figures on dev.</param>
/// <param name="DevBySource">Figures on the dev posts of each source, where there are several sources.</param>
/// <param name="Test">Figures on test.</param>
/// <param name="TestBySource">Figures on the test posts of each source, where there are several sources.</param>
/// <param name="Classes">Figures of each label on test, of the best run.</param>
/// <param name="ErrorBefore">Expected calibration error of the best run on test, without the temperature.</param>
/// <param name="ErrorAfter">The same with it.</param>
internal sealed record TrainingReport(
    SeedRun Best,
    ScoreSummary Dev,
    ImmutableArray<KeyValuePair<string, ScoreSummary>> DevBySource,
    ViewScores Test,
    ImmutableArray<KeyValuePair<string, ViewScores>> TestBySource,
    Scores Classes,
    double ErrorBefore,
    double ErrorAfter)
{
    /// <summary>Sums up the runs, one for each seed.</summary>
    public static TrainingReport Of(IReadOnlyCollection<SeedRun> runs, PreparedData data)
    {
        var labels = data.Corpus.Labels;
        var test = data.Test.Posts;
        var best = runs.MaxBy(run => ViewScores.Score(run.Dev, labels).Accuracy)!;
        string[] sources = [.. test.Select(post => post.Source).Distinct()];
        var dev = data.Dev.Posts;
        return new TrainingReport(
            best,
            OnDev(_ => true),
            sources.Length < 2 ? [] : [.. sources.Select(source => KeyValuePair.Create(source, OnDev(post => dev[post].Source == source)))],
            ViewScores.Of(runs, labels, _ => true),
            sources.Length < 2
                ? []
                : [.. sources.Select(source => KeyValuePair.Create(source, ViewScores.Of(runs, labels, post => test[post].Source == source)))],
            ViewScores.Score(best.Test, labels),
            Calibration.ExpectedError(best.Test, 1),
            Calibration.ExpectedError(best.Test, best.Temperature));

        ScoreSummary OnDev(Func<int, bool> isWanted) =>
            ScoreSummary.Of([.. runs.Select(run => ViewScores.Score(run.Dev.Where(isWanted), labels))]);
    }
}
