using System.Globalization;
using Moodstream.Trainer.Comparing;
using Moodstream.Trainer.Datasets;
using Moodstream.Trainer.Scoring;

namespace Moodstream.Trainer.Reports;

/// <summary>The tables of a comparison.</summary>
internal static class ReportTables
{
    private const string Absent = "–";

    /// <summary>All tables, in the order of the report.</summary>
    public static IEnumerable<ReportTable> All(Comparison comparison) => [Data(comparison.Data.Corpus), .. Results(comparison)];

    /// <summary>The data: a line for each source. What a filter left out has a column where a source has the filter.</summary>
    public static ReportTable Data(Corpus corpus)
    {
        (string Header, Func<SourceCounts, int?> Count)[] columns =
        [
            ("train", counts => counts.Train),
            ("dev", counts => counts.Dev),
            ("test", counts => counts.Test),
            ("several labels", counts => counts.SeveralLabels),
            ("no majority", counts => counts.NoMajority),
            ("few words", counts => counts.FewWords),
            ("bad rows", counts => counts.Bad),
        ];
        (string Header, Func<SourceCounts, int?> Count)[] shown =
            [.. columns.Where(column => corpus.Counts.Any(counts => column.Count(counts) is not null))];
        return new ReportTable(
            "Data",
            "Posts by split, then what was left out and why.",
            ["source", .. shown.Select(column => column.Header)],
            [
                .. corpus.Counts.Select(counts => (IReadOnlyList<string>)
                    [counts.Source, .. shown.Select(column => column.Count(counts)?.ToString("N0", CultureInfo.InvariantCulture) ?? "")]),
            ]);
    }

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
            ("95 %", scores => Interval(scores.Accuracy)),
            ("macro-F1", scores => FigureText.MeanAndStd(scores.MacroF1)),
            ("95 %", scores => Interval(scores.MacroF1)),
            ("micro-F1", scores => FigureText.MeanAndStd(scores.MicroF1)),
        ];
        bool hasIntervals = comparison.Plan.Seeds.Length > 1;
        (string Header, Func<ScoreSummary, string> Figure)[] shown = [.. columns.Where(column => hasIntervals || column.Header != "95 %")];
        return new ReportTable(
            "Models on test",
            hasIntervals ? "Percent; mean ± standard deviation over seeds, and the 95 % interval of the mean." : "Percent; one seed.",
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

    private static string Interval(Figure figure) => figure.HalfWidth95 is { } half
        ? $"{FigureText.Percent(figure.Mean - half)} to {FigureText.Percent(figure.Mean + half)}"
        : Absent;

    private static string Points(AccuracyDifference difference) =>
        $"{Signed(difference.Mean)} ({Signed(difference.Low)} to {Signed(difference.High)})";

    private static string Signed(double share) => (100 * share).ToString("+0.0;−0.0;0.0", CultureInfo.InvariantCulture);

    private static string Three(double value) => value.ToString("0.000", CultureInfo.InvariantCulture);
}
