using System.Globalization;
using Moodstream.Trainer.Comparing;
using Moodstream.Trainer.Scoring;

namespace Moodstream.Trainer.Reports.Charts;

/// <summary>Accuracy against confidence, before and after the temperature; the area of a dot is its share of posts.</summary>
internal static class ReliabilityChart
{
    /// <summary>Posts that a bin must have; the accuracy of fewer says nothing.</summary>
    public const int LeastPosts = 10;

    private const double Left = 40;
    private const double Top = 22;
    private const double Side = 230;

    /// <summary>Draws it.</summary>
    public static Svg Draw(ComparedModel model)
    {
        Legend legend = new(Side);
        var best = model.Report.Best;
        (string Name, double Temperature)[] lines = [("as trained", 1), ("calibrated", best.Temperature)];
        for (int place = 0; place < lines.Length; place++)
        {
            legend.AddColour(lines[place].Name, place);
        }

        Svg svg = new(Left + Side + 18, Top + Side + 26 + legend.Height, $"Reliability of {model.Kind.Name}");
        DrawAxes(svg);
        for (int place = 0; place < lines.Length; place++)
        {
            ReliabilityBin[] bins = [.. Calibration.Reliability(best.Test, lines[place].Temperature).Where(bin => bin.Posts >= LeastPosts)];
            svg.Line(bins.Select(bin => (X(bin.Confidence), Y(bin.Accuracy))), $"class=\"l{place}\"");
            foreach (var bin in bins)
            {
                svg.Dot(
                    X(bin.Confidence),
                    Y(bin.Accuracy),
                    2 + (14 * Math.Sqrt(bin.Posts / (double)best.Test.Truth.Length)),
                    $"class=\"s{place}\" fill-opacity=\"0.5\"",
                    $"{lines[place].Name}: confidence {FigureText.Percent(bin.Confidence)} %, "
                    + $"accuracy {FigureText.Percent(bin.Accuracy)} %, {bin.Posts} posts");
            }
        }

        legend.Draw(svg, Left, Top + Side + 24);
        return svg;
    }

    private static void DrawAxes(Svg svg)
    {
        svg.Text(4, 12, "accuracy %");
        svg.Text(Left + Side, Top + Side - 6, "confidence %", "end");
        for (double share = 0; share <= 1; share += 0.25)
        {
            string style = share == 0 ? "class=\"axis\"" : "class=\"guide\"";
            string percent = (100 * share).ToString("0", CultureInfo.InvariantCulture);
            svg.Line([(X(0), Y(share)), (X(1), Y(share))], style);
            svg.Line([(X(share), Y(0)), (X(share), Y(1))], style);
            svg.Text(Left - 6, Y(share) + 4, percent, "end");
            svg.Text(X(share), Top + Side + 15, percent, "middle");
        }

        svg.Line([(X(0), Y(0)), (X(1), Y(1))], "class=\"rule\" stroke-dasharray=\"4 4\"");
    }

    private static double X(double confidence) => Left + (Side * confidence);

    private static double Y(double accuracy) => Top + (Side * (1 - accuracy));
}
