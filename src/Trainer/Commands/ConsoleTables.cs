using System.Globalization;
using Moodstream.Trainer.Datasets;
using Moodstream.Trainer.Evaluation;
using Moodstream.Trainer.Joining;
using Moodstream.Trainer.Probes;
using Moodstream.Trainer.Quantizing;
using Moodstream.Trainer.Reports;
using Moodstream.Trainer.Scoring;
using Spectre.Console;

namespace Moodstream.Trainer.Commands;

/// <summary>What the commands print of data and figures.</summary>
internal static class ConsoleTables
{
    /// <summary>The data: a line for each source.</summary>
    public static Table Data(Corpus corpus) => Of(ReportTables.Data(corpus));

    /// <summary>Figures of a bundle: a line for each view of the data.</summary>
    public static Table Bundle(string title, BundleReport report)
    {
        var table = Make(title, "posts", "accuracy", "95 %", "macro-F1", "calibration error");
        foreach (var row in report.Rows)
        {
            var scores = ScoreSummary.Of([row.Scores]);
            table.AddRow(
                Markup.Escape(row.View),
                scores.Posts.ToString("N0", CultureInfo.InvariantCulture),
                FigureText.Percent(scores.Accuracy.Mean),
                FigureText.Percent(Interval.OfShare(scores.Accuracy, scores.Posts)),
                FigureText.Percent(scores.MacroF1.Mean),
                FigureText.Percent(row.CalibrationError));
        }

        return table;
    }

    /// <summary>What thresholds between words and sentences give: every tenth, and the one that was chosen.</summary>
    public static Table Ways(IEnumerable<WayPoint> curve, double chosen)
    {
        var table = Make("threshold", "read as sentences", "accuracy on dev");
        foreach (var (point, step) in curve.Select((point, step) => (point, step)))
        {
            if (step % 10 == 0 || point.Threshold == chosen)
            {
                string mark = point.Threshold == chosen ? " (chosen)" : "";
                table.AddRow(point.Threshold.ToString("0.00", CultureInfo.InvariantCulture) + mark, FigureText.Percent(point.Sentences), FigureText.Percent(point.Accuracy));
            }
        }

        return table;
    }

    /// <summary>What a bundle gets right in floats and in bytes: a line for each view of the dev posts.</summary>
    public static Table Kept(IEnumerable<KeptAccuracy> kept)
    {
        var table = Make("dev posts", "posts", "accuracy in floats", "in bytes", "other label");
        foreach (var view in kept)
        {
            table.AddRow(
                view.View.Length == 0 ? "all" : $"{view.View} only",
                view.Posts.ToString("N0", CultureInfo.InvariantCulture),
                FigureText.Percent(view.InFloats),
                FigureText.Percent(view.InBytes),
                FigureText.Percent(view.Changed));
        }

        return table;
    }

    /// <summary>Writes what a bundle says of probes: a table of kinds, then every wrong answer.</summary>
    public static void Write(ProbeReport report)
    {
        var kinds = Make("kind", "texts", "right", "accuracy", "mean confidence");
        foreach (var (kind, probes, right, confidence) in report.Kinds())
        {
            string[] figures = [$"{probes}", $"{right}", FigureText.Percent(right / (double)probes), FigureText.Percent(confidence)];
            kinds.AddRow([Markup.Escape(kind), .. figures]);
        }

        AnsiConsole.Write(kinds);
        var wrong = new Table().Border(TableBorder.Simple).AddColumns("wrong", "text", "accepted", "answer");
        foreach (var answer in report.Answers.Where(answer => !answer.IsRight))
        {
            wrong.AddRow([.. new[] { answer.Kind, answer.Text, answer.Accepted, $"{answer.Emotion} {FigureText.Percent(answer.Confidence)}" }.Select(Markup.Escape)]);
        }

        AnsiConsole.Write(wrong);
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
