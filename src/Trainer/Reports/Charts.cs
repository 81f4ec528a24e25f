using System.Collections.Immutable;
using System.Globalization;

namespace Moodstream.Trainer;

/// <summary>The drawings of a comparison.</summary>
internal static class Charts
{
    /// <summary>Accuracy of every model in every view, with the interval over seeds or, for one seed, the bar alone.</summary>
    public static Svg Bars(Comparison comparison)
    {
        const double Left = 110, Width = 640, Row = 16, Gap = 12;
        double height = comparison.Models.Length * ((comparison.Views.Length * Row) + Gap);
        Svg svg = new(Width, height + 24, "Accuracy of each model by what it sees");
        double y = 0;
        foreach (var model in comparison.Models)
        {
            svg.Text(Left - 8, y + (comparison.Views.Length * Row / 2) + 4, model.Kind.Name, "end");
            for (int view = 0; view < comparison.Views.Length; view++)
            {
                if (comparison.Scores(model, comparison.Views[view]) is { } scores)
                {
                    double length = scores.Accuracy.Mean * (Width - Left - 60);
                    string name = $"{model.Kind.Name}, {Comparison.NameOf(comparison.Views[view])}: {ReportTables.Percent(scores.Accuracy.Mean)} %";
                    svg.Rectangle(Left, y + 1, length, Row - 3, $"class=\"s{view}\"", name);
                    if (scores.Accuracy.HalfWidth95 is { } half)
                    {
                        double reach = half * (Width - Left - 60);
                        svg.Line([(Left + length - reach, y + (Row / 2)), (Left + length + reach, y + (Row / 2))], "class=\"rule\"");
                    }

                    svg.Text(Left + length + 8, y + Row - 4, ReportTables.Percent(scores.Accuracy.Mean));
                }

                y += Row;
            }

            y += Gap;
        }

        double x = Left;
        for (int view = 0; view < comparison.Views.Length; view++)
        {
            svg.Rectangle(x, height + 8, 10, 10, $"class=\"s{view}\"");
            svg.Text(x + 15, height + 17, Comparison.NameOf(comparison.Views[view]));
            x += 110;
        }

        return svg;
    }

    /// <summary>Training loss by epoch, each model's as a share of its first epoch's.</summary>
    public static Svg Curves(Comparison comparison)
    {
        const double Left = 40, Top = 10, Width = 420, Height = 220;
        Svg svg = new(Left + Width + 130, Top + Height + 30, "Training loss by epoch");
        double highest = comparison.Models.Max(model => model.Report.Best.EpochLosses.Max(loss => loss / model.Report.Best.EpochLosses[0]));
        int epochs = comparison.Models.Max(model => model.Report.Best.EpochLosses.Count);
        svg.Line([(Left, Top), (Left, Top + Height), (Left + Width, Top + Height)], "class=\"axis\"");
        svg.Text(Left - 6, Top + 8, highest.ToString("0.0", CultureInfo.InvariantCulture), "end");
        svg.Text(Left - 6, Top + Height, "0", "end");
        svg.Text(Left + Width, Top + Height + 18, $"epoch {epochs}", "end");
        for (int place = 0; place < comparison.Models.Length; place++)
        {
            var losses = comparison.Models[place].Report.Best.EpochLosses;
            svg.Line(
                losses.Select((loss, epoch) => (
                    Left + (Width * epoch / Math.Max(epochs - 1, 1)),
                    Top + (Height * (1 - (loss / losses[0] / highest))))),
                $"class=\"l{place}\"",
                comparison.Models[place].Kind.Name);
            svg.Line([(Left + Width + 16, Top + 10 + (18 * place)), (Left + Width + 34, Top + 10 + (18 * place))], $"class=\"l{place}\"");
            svg.Text(Left + Width + 40, Top + 14 + (18 * place), comparison.Models[place].Kind.Name);
        }

        return svg;
    }

    /// <summary>Posts by true and given label, each row as shares.</summary>
    public static Svg Confusion(ComparedModel model, ImmutableArray<string> labels)
    {
        const double Left = 80, Top = 20, Cell = 38;
        Svg svg = new(Left + (labels.Length * Cell) + 4, Top + (labels.Length * Cell) + 60, $"Confusion matrix of {model.Kind.Name}");
        for (int truth = 0; truth < labels.Length; truth++)
        {
            var row = model.Report.Classes.Confusion[truth];
            svg.Text(Left - 6, Top + (truth * Cell) + (Cell / 2) + 4, labels[truth], "end");
            svg.Text(Left + (truth * Cell) + (Cell / 2), Top - 6, labels[truth][..Math.Min(labels[truth].Length, 5)], "middle");
            for (int given = 0; given < labels.Length; given++)
            {
                double share = row.Sum() == 0 ? 0 : row[given] / (double)row.Sum();
                string opacity = share.ToString("0.00", CultureInfo.InvariantCulture);
                svg.Rectangle(
                    Left + (given * Cell), Top + (truth * Cell), Cell - 2, Cell - 2, $"class=\"heat\" fill-opacity=\"{opacity}\"",
                    $"{labels[truth]} taken for {labels[given]}: {row[given]} posts, {ReportTables.Percent(share)} %");
                svg.Text(
                    Left + (given * Cell) + (Cell / 2) - 1,
                    Top + (truth * Cell) + (Cell / 2) + 4,
                    row[given].ToString(CultureInfo.InvariantCulture),
                    "middle");
            }
        }

        svg.Text(Left, Top + (labels.Length * Cell) + 16, "rows: true label, columns: given label");
        return svg;
    }

    /// <summary>Accuracy against confidence, before and after the temperature; the area of a dot is its share of posts.</summary>
    public static Svg Reliability(ComparedModel model)
    {
        const double Left = 44, Top = 10, Side = 240;
        Svg svg = new(Left + Side + 120, Top + Side + 36, $"Reliability of {model.Kind.Name}");
        svg.Line([(Left, Top), (Left, Top + Side), (Left + Side, Top + Side)], "class=\"axis\"");
        svg.Line([(Left, Top + Side), (Left + Side, Top)], "class=\"rule\" stroke-dasharray=\"4 4\"");
        svg.Text(Left - 6, Top + 8, "100 %", "end");
        svg.Text(Left + Side, Top + Side + 18, "confidence 100 %", "end");
        var best = model.Report.Best;
        (string Name, double Temperature)[] lines = [("as trained", 1), ("calibrated", best.Temperature)];
        for (int place = 0; place < lines.Length; place++)
        {
            var bins = Calibration.Reliability(best.Test, lines[place].Temperature);
            svg.Line(bins.Select(bin => (Left + (Side * bin.Confidence), Top + (Side * (1 - bin.Accuracy)))), $"class=\"l{place}\"");
            foreach (var bin in bins)
            {
                svg.Dot(
                    Left + (Side * bin.Confidence),
                    Top + (Side * (1 - bin.Accuracy)),
                    2 + (14 * Math.Sqrt(bin.Posts / (double)best.Test.Truth.Length)),
                    $"class=\"s{place}\" fill-opacity=\"0.5\"",
                    $"{lines[place].Name}: confidence {ReportTables.Percent(bin.Confidence)} %, "
                    + $"accuracy {ReportTables.Percent(bin.Accuracy)} %, {bin.Posts} posts");
            }

            svg.Rectangle(Left + Side + 16, Top + 4 + (18 * place), 10, 10, $"class=\"s{place}\"");
            svg.Text(Left + Side + 32, Top + 13 + (18 * place), lines[place].Name);
        }

        return svg;
    }

    /// <summary>The space where modalities meet, in its two main directions: a dot for each text, a square for each picture.</summary>
    public static Svg Space(SpaceMap map, ImmutableArray<string> labels)
    {
        const double Side = 440;
        Svg svg = new(Side + 130, Side + 10, "Common space");
        foreach (var point in map.Points)
        {
            double x = 10 + ((Side - 20) * point.X);
            double y = 10 + ((Side - 20) * point.Y);
            string style = $"class=\"s{point.Label}\" fill-opacity=\"0.65\"";
            string hint = $"{point.Modality}, {labels[point.Label]}";
            if (point.Modality == WordFeatureSet.Name)
            {
                svg.Dot(x, y, 3, style, hint);
            }
            else
            {
                svg.Square(x, y, 2.8, style, hint);
            }
        }

        for (int label = 0; label < labels.Length; label++)
        {
            svg.Rectangle(Side + 16, 10 + (18 * label), 10, 10, $"class=\"s{label}\"");
            svg.Text(Side + 32, 19 + (18 * label), labels[label]);
        }

        svg.Text(Side + 16, 28 + (18 * labels.Length), "● text  ■ picture");
        return svg;
    }
}
