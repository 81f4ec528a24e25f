using Moodstream.Trainer.Comparing;
using Moodstream.Trainer.Scoring;

namespace Moodstream.Trainer.Reports.Charts;

/// <summary>Accuracy of every model in every view, with the interval over seeds or, for one seed, the bar alone.</summary>
internal static class AccuracyChart
{
    private const double Left = 124;
    private const double Width = 500;
    private const double Row = 18;
    private const double Gap = 12;
    private const double Full = Width - Left - 46;

    /// <summary>Draws it.</summary>
    public static Svg Draw(Comparison comparison)
    {
        Legend legend = new(Width - Left);
        foreach (int view in comparison.Models.SelectMany(model => ViewsOf(comparison, model)).Distinct().Order())
        {
            legend.AddColour(Comparison.NameOf(comparison.Views[view]), view);
        }

        double height = comparison.Models.Sum(model => (Row * ViewsOf(comparison, model).Length) + Gap);
        Svg svg = new(Width, height + legend.Height, "Accuracy of each model by what it sees");
        double y = 0;
        foreach (var model in comparison.Models)
        {
            int[] views = ViewsOf(comparison, model);
            svg.Text(Left - 8, y + (Row * views.Length / 2) + 4, model.Kind.Name, "end");
            foreach (int view in views)
            {
                DrawBar(svg, y, view, $"{model.Kind.Name}, {Comparison.NameOf(comparison.Views[view])}", comparison.Scores(model, comparison.Views[view])!.Accuracy);
                y += Row;
            }

            y += Gap;
        }

        legend.Draw(svg, Left, height);
        return svg;
    }

    private static void DrawBar(Svg svg, double y, int view, string name, Figure accuracy)
    {
        double length = accuracy.Mean * Full;
        double end = Left + length;
        svg.Rectangle(Left, y + 1, length, Row - 3, $"class=\"s{view}\"", $"{name}: {FigureText.MeanAndStd(accuracy)} %");
        if (Interval.OverSeeds(accuracy) is { } interval)
        {
            (double low, double high) = (Left + (interval.Low * Full), Left + (interval.High * Full));
            svg.Line([(low, y + (Row / 2) - 0.5), (high, y + (Row / 2) - 0.5)], "class=\"rule\"");
            end = high;
        }

        svg.Text(end + 8, y + Row - 5, FigureText.Percent(accuracy.Mean));
    }

    /// <summary>What the model can answer from; for a model of one modality, "all" says nothing more than that modality.</summary>
    private static int[] ViewsOf(Comparison comparison, ComparedModel model) =>
    [
        .. Enumerable.Range(0, comparison.Views.Length)
            .Where(view => comparison.Views[view] is not null || model.Kind.Modalities.Length > 1)
            .Where(view => comparison.Scores(model, comparison.Views[view]) is not null),
    ];
}
