using System.Globalization;

namespace Moodstream.Trainer;

/// <summary>The tables of a comparison.</summary>
internal static class ReportTables
{
    private const string Absent = "–";

    /// <summary>All tables, in the order of the report.</summary>
    public static IEnumerable<ReportTable> All(Comparison comparison) =>
    [
        Accuracy(comparison),
        MissingModality(comparison),
        Differences(comparison),
        RegretTable(comparison),
        CalibrationTable(comparison),
        Labels(comparison),
    ];

    /// <summary>A share as percent.</summary>
    public static string Percent(double share) => (100 * share).ToString("0.0", CultureInfo.InvariantCulture);

    private static ReportTable Accuracy(Comparison comparison) => new(
        "Models on test",
        "Percent; mean ± standard deviation over seeds, and the 95 % interval of the mean.",
        ["model", "accuracy", "95 %", "macro-F1", "95 %", "micro-F1"],
        [
            .. comparison.Models.Select(model =>
            {
                var scores = comparison.Scores(model, null)!;
                return (IReadOnlyList<string>)
                [
                    model.Kind.Name, MeanAndStd(scores.Accuracy), Interval(scores.Accuracy), MeanAndStd(scores.MacroF1), Interval(scores.MacroF1),
                    MeanAndStd(scores.MicroF1),
                ];
            }),
        ]);

    private static ReportTable MissingModality(Comparison comparison) => new(
        "One modality missing",
        "Accuracy and macro-F1 in percent, from all that a post has and from each modality alone, by the same trained model.",
        ["model", .. comparison.Views.Select(Comparison.NameOf)],
        [
            .. comparison.Models.Select(model => (IReadOnlyList<string>)
            [
                model.Kind.Name,
                .. comparison.Views.Select(view => comparison.Scores(model, view) is { } scores
                    ? $"{MeanAndStd(scores.Accuracy)} / {MeanAndStd(scores.MacroF1)}"
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
                .. comparison.Models.Select(model => Percent(model.Report.Classes.Classes[index].F1)),
            ]),
        ]);

    private static string MeanAndStd(Figure figure) => $"{Percent(figure.Mean)} ± {Percent(figure.Std)}";

    private static string Interval(Figure figure) => figure.HalfWidth95 is { } half
        ? $"{Percent(figure.Mean - half)} to {Percent(figure.Mean + half)}"
        : Absent;

    private static string Points(AccuracyDifference difference) =>
        $"{Signed(difference.Mean)} ({Signed(difference.Low)} to {Signed(difference.High)})";

    private static string Signed(double share) => (100 * share).ToString("+0.0;−0.0;0.0", CultureInfo.InvariantCulture);

    private static string Three(double value) => value.ToString("0.000", CultureInfo.InvariantCulture);
}
