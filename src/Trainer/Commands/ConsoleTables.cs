using System.Globalization;
using Moodstream.Trainer.Datasets;
using Moodstream.Trainer.Evaluation;
using Moodstream.Trainer.Reports;
using Moodstream.Trainer.Scoring;
using Spectre.Console;

namespace Moodstream.Trainer.Commands;

/// <summary>What the commands print of data and figures.</summary>
internal static class ConsoleTables
{
    /// <summary>The data: a line for each source.</summary>
    public static Table Data(Corpus corpus) => Of(ReportTables.Data(corpus));

    /// <summary>Figures: a line for each view of the data.</summary>
    public static Table Summaries(string title, IEnumerable<(string View, ScoreSummary Scores)> rows)
    {
        var table = Make(title, "posts", "accuracy", "macro-F1");
        foreach (var (view, scores) in rows)
        {
            table.AddRow(
                Markup.Escape(view),
                scores.Posts.ToString("N0", CultureInfo.InvariantCulture),
                FigureText.MeanAndStd(scores.Accuracy),
                FigureText.MeanAndStd(scores.MacroF1));
        }

        return table;
    }

    /// <summary>Figures of each label.</summary>
    public static Table Classes(Scores scores)
    {
        var table = Make("label", "posts", "precision", "recall", "F1");
        foreach (var label in scores.Classes)
        {
            string[] figures = [FigureText.Percent(label.Precision), FigureText.Percent(label.Recall), FigureText.Percent(label.F1)];
            table.AddRow([Markup.Escape(label.Label), label.Support.ToString("N0", CultureInfo.InvariantCulture), .. figures]);
        }

        return table;
    }

    /// <summary>The dev lines of a report: all dev posts, then those of each source.</summary>
    public static IEnumerable<(string View, ScoreSummary Scores)> DevRows(TrainingReport report) =>
        [("all", report.Dev), .. report.DevBySource.Select(source => (source.Key, source.Value))];

    /// <summary>The test lines of a report: all test posts, each modality alone, then the same for each source.</summary>
    public static IEnumerable<(string View, ScoreSummary Scores)> Rows(TrainingReport report)
    {
        IEnumerable<(string View, ScoreSummary Scores)> RowsOf(string name, ViewScores scores) =>
        [
            (name, scores.All),
            .. scores.ByModality.Where(view => view.Value.Posts > 0).Select(view => ($"{name}, {view.Key} only", view.Value)),
        ];

        return RowsOf("all", report.Test).Concat(report.TestBySource.SelectMany(source => RowsOf(source.Key, source.Value)));
    }

    /// <summary>A table of a report.</summary>
    public static Table Of(ReportTable report)
    {
        var table = Make(report.Header[0], [.. report.Header.Skip(1)]).Title(Markup.Escape(report.Title)).Caption(Markup.Escape(report.Note));
        foreach (var row in report.Rows)
        {
            table.AddRow([.. row.Select(Markup.Escape)]);
        }

        return table;
    }

    private static Table Make(string first, params string[] others)
    {
        var table = new Table().Border(TableBorder.Simple).AddColumn(first);
        foreach (string column in others)
        {
            table.AddColumn(new TableColumn(column).RightAligned());
        }

        return table;
    }
}
