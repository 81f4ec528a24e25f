using System.Globalization;
using Moodstream.Trainer.Comparing;
using Moodstream.Trainer.Datasets;
using Moodstream.Trainer.Evaluation;
using Moodstream.Trainer.Scoring;

namespace Moodstream.Trainer.Reports;

/// <summary>The tables of a comparison.</summary>
internal static class ReportTables
{
    private const string Absent = "–";

    /// <summary>All tables, in the order of the report.</summary>
    public static IEnumerable<ReportTable> All(Comparison comparison) => [Data(comparison.Data.Corpus), .. Results(comparison)];

    /// <summary>The data: a line for each source. What was left out has a column where a source lacks something.</summary>
    public static ReportTable Data(Corpus corpus)
    {
        (string Header, Func<SourceCounts, int?> Count)[] splits = [("train", counts => counts.Train), ("dev", counts => counts.Dev), ("test", counts => counts.Test)];
        (string Header, Func<SourceCounts, int?> Count)[] leftOut =
        [
            ("several labels", counts => counts.SeveralLabels),
            ("no majority", counts => counts.NoMajority),
            ("few words", counts => counts.FewWords),
            ("bad rows", counts => counts.Bad),
            ("copies", counts => counts.NearDuplicates),
        ];
        (string Header, Func<SourceCounts, int?> Count)[] shown = [.. splits, .. leftOut.Where(column => corpus.Counts.Any(counts => column.Count(counts) > 0))];
        return new ReportTable(
            "Data",
            "Posts by split, then what was left out and why. Copies are training posts that nearly repeat a dev or test post; --drop-near-duplicates leaves them out.",
            ["source", .. shown.Select(column => column.Header)],
            [
                .. corpus.Counts.Select(counts => (IReadOnlyList<string>)
                    [counts.Source, .. shown.Select(column => column.Count(counts)?.ToString("N0", CultureInfo.InvariantCulture) ?? "")]),
            ]);
    }

    /// <summary>Figures of a training: a line for each view of the data.</summary>
    public static ReportTable Figures(string title, IEnumerable<(string View, ScoreSummary Scores)> rows) => new(
        title,
        "Percent, over several seeds with the standard deviation; 95 % is the interval of accuracy, for posts and seeds.",
        ["posts from", "posts", "accuracy", "95 %", "macro-F1"],
        [
            .. rows.Select(row => (IReadOnlyList<string>)
            [
                row.View,
                row.Scores.Posts.ToString("N0", CultureInfo.InvariantCulture),
                FigureText.MeanAndStd(row.Scores.Accuracy),
                FigureText.Percent(Interval.OfShare(row.Scores.Accuracy, row.Scores.Posts)),
                FigureText.MeanAndStd(row.Scores.MacroF1),
            ]),
        ]);

    /// <summary>The dev lines of a training: all dev posts, then those of each source.</summary>
    public static IEnumerable<(string View, ScoreSummary Scores)> DevRows(TrainingReport report) =>
        [("all", report.Dev), .. report.DevBySource.Select(source => (source.Key, source.Value))];

    /// <summary>The test lines of a training: all test posts, each modality alone, then the same for each source.</summary>
    public static IEnumerable<(string View, ScoreSummary Scores)> TestRows(TrainingReport report)
    {
        IEnumerable<(string View, ScoreSummary Scores)> RowsOf(string name, ViewScores scores) =>
        [
            (name, scores.All),
            .. scores.ByModality.Where(view => view.Value.Posts > 0).Select(view => ($"{name}, {view.Key} only", view.Value)),
        ];

        return RowsOf("all", report.Test).Concat(report.TestBySource.SelectMany(source => RowsOf(source.Key, source.Value)));
    }

    /// <summary>Figures of each label.</summary>
    public static ReportTable Classes(Scores scores) => new(
        "Labels",
        "Percent.",
        ["label", "posts", "precision", "recall", "F1"],
        [
            .. scores.Classes.Select(label => (IReadOnlyList<string>)
            [
                label.Label,
                label.Support.ToString("N0", CultureInfo.InvariantCulture),
                FigureText.Percent(label.Precision),
                FigureText.Percent(label.Recall),
                FigureText.Percent(label.F1),
            ]),
        ]);

    /// <summary>The tables of what came out, but for those that a single modality or model would leave without a meaning.</summary>
    public static IEnumerable<ReportTable> Results(Comparison comparison)
    {
        yield return Accuracy(comparison);
        if (comparison.Reference.Kind.Modalities.Length > 1)
        {
            yield return MissingModality(comparison);
        }

        if (comparison.Models.Length > 1)
        {
            yield return Differences(comparison);
            yield return RegretTable(comparison);
        }

        yield return CalibrationTable(comparison);
        yield return Labels(comparison);
    }

    private static ReportTable Accuracy(Comparison comparison)
    {
        (string Header, Func<ScoreSummary, string> Figure)[] columns =
        [
            ("accuracy", scores => FigureText.MeanAndStd(scores.Accuracy)),
            ("95 %", scores => FigureText.Percent(Interval.OfShare(scores.Accuracy, scores.Posts))),
            ("macro-F1", scores => FigureText.MeanAndStd(scores.MacroF1)),
            ("95 %", scores => Interval.OverSeeds(scores.MacroF1) is { } interval ? FigureText.Percent(interval) : Absent),
            ("micro-F1", scores => FigureText.MeanAndStd(scores.MicroF1)),
        ];
        bool hasIntervals = comparison.Plan.Seeds.Length > 1;
        (string Header, Func<ScoreSummary, string> Figure)[] shown = [.. columns.Where(column => hasIntervals || column.Header != "95 %")];
        return new ReportTable(
            "Models on test",
            hasIntervals ? "Percent; mean ± standard deviation over seeds, and the 95 % interval: of accuracy for posts and seeds, of macro-F1 for seeds." : "Percent; one seed.",
            ["model", .. shown.Select(column => column.Header)],
            [
                .. comparison.Models.Select(model => (IReadOnlyList<string>)
                    [model.Kind.Name, .. shown.Select(column => column.Figure(comparison.Scores(model, null)!))]),
            ]);
    }

    private static ReportTable MissingModality(Comparison comparison) => new(
        "One modality missing",
        "Accuracy and macro-F1 in percent, from all that a post has and from each modality alone, by the same trained model.",
        ["model", .. comparison.Views.Select(Comparison.NameOf)],
        [
            .. comparison.Models.Select(model => (IReadOnlyList<string>)
            [
                model.Kind.Name,
                .. comparison.Views.Select(view => comparison.Scores(model, view) is { } scores
                    ? $"{FigureText.MeanAndStd(scores.Accuracy)} / {FigureText.MeanAndStd(scores.MacroF1)}"
                    : Absent),
            ]),
        ]);

    private static ReportTable Differences(Comparison comparison) => new(
        $"{comparison.Reference.Kind.Name} against the others",
        "Difference in accuracy, in points, with the 95 % interval of a paired bootstrap over test posts.",
        ["against", .. comparison.Views.Select(Comparison.NameOf)],
        [
            .. comparison.Models.Where(model => model != comparison.Reference).Select(model => (IReadOnlyList<string>)
            [
                model.Kind.Name,
                .. comparison.Views.Select(view => comparison.Differences(view).Where(each => each.Other == model).Select(each => Points(each.Difference))
                    .FirstOrDefault(Absent)),
            ]),
        ]);

    private static ReportTable RegretTable(Comparison comparison) => new(
        $"What {comparison.Reference.Kind.Name} gives away",
        "Accuracy against the best of the other models in each view, in points; above 0 it is the best itself.",
        ["view", "best other", "difference"],
        [.. comparison.Regrets().Select(regret => (IReadOnlyList<string>)[regret.View, regret.Best, Points(regret.Difference)])]);

    private static ReportTable CalibrationTable(Comparison comparison) => new(
        "Calibration",
        "Expected calibration error on test (15 bins) of each model's best seed, before and after the temperature that dev gives.",
        ["model", "before", "after", "temperature"],
        [
            .. comparison.Models.Select(model => (IReadOnlyList<string>)
            [
                model.Kind.Name, Three(model.Report.ErrorBefore), Three(model.Report.ErrorAfter), Three(model.Report.Best.Temperature),
            ]),
        ]);

    private static ReportTable Labels(Comparison comparison) => new(
        "By label",
        "F1 in percent on test, best seed of each model.",
        ["label", "posts", .. comparison.Models.Select(model => model.Kind.Name)],
        [
            .. comparison.Labels.Select((label, index) => (IReadOnlyList<string>)
            [
                label,
                comparison.Models[0].Report.Classes.Classes[index].Support.ToString("N0", CultureInfo.InvariantCulture),
                .. comparison.Models.Select(model => FigureText.Percent(model.Report.Classes.Classes[index].F1)),
            ]),
        ]);

    private static string Points(AccuracyDifference difference) =>
        $"{Signed(difference.Mean)} ({Signed(difference.Low)} to {Signed(difference.High)})";

    private static string Signed(double share) => (100 * share).ToString("+0.0;−0.0;0.0", CultureInfo.InvariantCulture);

    private static string Three(double value) => value.ToString("0.000", CultureInfo.InvariantCulture);
}
