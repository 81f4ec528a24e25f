using System.Collections.Immutable;
using System.Globalization;
using Moodstream.Trainer.Comparing;
using Moodstream.Trainer.Scoring;

namespace Moodstream.Trainer.Reports.Charts;

/// <summary>Posts by true label (row) and given label (column); the darker, the larger the share of the true label's posts.</summary>
internal static class ConfusionChart
{
    private const double Cell = 36;
    private const double Letter = 6.6;

    // From here on the cell's colour stands out less from ordinary ink than from its opposite.
    private const double Dark = 0.7;

    /// <summary>Draws it.</summary>
    public static Svg Draw(ComparedModel model, ImmutableArray<string> labels)
    {
        double longest = Letter * labels.Max(label => label.Length);
        double left = longest + 10;
        double top = (longest * 0.65) + 14;
        double side = labels.Length * Cell;
        Svg svg = new(left + side + (longest * 0.5), top + side, $"Confusion matrix of {model.Kind.Name}");
        for (int truth = 0; truth < labels.Length; truth++)
        {
            var row = model.Report.Classes.Confusion[truth];
            svg.Text(left - 6, top + (truth * Cell) + (Cell / 2) + 4, labels[truth], "end");
            svg.RisingText(left + (truth * Cell) + (Cell / 2), top - 6, labels[truth]);
            for (int given = 0; given < labels.Length; given++)
            {
                double share = row.Sum() == 0 ? 0 : row[given] / (double)row.Sum();
                (double x, double y) = (left + (given * Cell), top + (truth * Cell));
                string opacity = share.ToString("0.00", CultureInfo.InvariantCulture);
                string hint = $"{labels[truth]} taken for {labels[given]}: {row[given]} posts, {FigureText.Percent(share)} %";
                svg.Rectangle(x, y, Cell - 2, Cell - 2, $"class=\"heat\" fill-opacity=\"{opacity}\"", hint);
                svg.Text(
                    x + (Cell / 2) - 1, y + (Cell / 2) + 3, row[given].ToString(CultureInfo.InvariantCulture), "middle", share > Dark ? "class=\"on\"" : "");
            }
        }

        return svg;
    }
}
