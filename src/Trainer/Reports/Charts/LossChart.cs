using System.Globalization;
using Moodstream.Trainer.Comparing;

namespace Moodstream.Trainer.Reports.Charts;

/// <summary>Training loss by epoch, each model's as a share of its first epoch's.</summary>
internal static class LossChart
{
    private const double Left = 44;
    private const double Top = 10;
    private const double Width = 420;
    private const double Height = 220;
    private const int Steps = 4;

    /// <summary>Draws it.</summary>
    public static Svg Draw(Comparison comparison)
    {
        IReadOnlyList<double>[] curves =
            [.. comparison.Models.Select(model => (IReadOnlyList<double>)[.. model.Report.Best.EpochLosses.Select(loss => loss / model.Report.Best.EpochLosses[0])])];
        Legend legend = new(Width);
        for (int place = 0; place < curves.Length; place++)
        {
            string colour = $"class=\"l{place}\"";
            legend.Add(comparison.Models[place].Kind.Name, (svg, x, y) => svg.Line([(x - 7, y), (x + 7, y)], colour));
        }

        Svg svg = new(Left + Width + 16, Top + Height + 40 + legend.Height, "Training loss by epoch");
        double highest = curves.Max(curve => curve.Max());
        int epochs = curves.Max(curve => curve.Count);
        DrawAxes(svg, highest, epochs);
        for (int place = 0; place < curves.Length; place++)
        {
            (double X, double Y)[] points = [.. curves[place].Select((loss, epoch) => (X(epoch, epochs), Y(loss, highest)))];
            string name = comparison.Models[place].Kind.Name;
            svg.Line(points, $"class=\"l{place}\"", name);
            for (int epoch = 0; epoch < points.Length; epoch++)
            {
                string loss = comparison.Models[place].Report.Best.EpochLosses[epoch].ToString("0.000", CultureInfo.InvariantCulture);
                svg.Dot(points[epoch].X, points[epoch].Y, 3, $"class=\"s{place}\"", $"{name}, epoch {epoch + 1}: loss {loss}");
            }
        }

        legend.Draw(svg, Left, Top + Height + 36);
        return svg;
    }

    private static void DrawAxes(Svg svg, double highest, int epochs)
    {
        for (int step = 0; step <= Steps; step++)
        {
            double loss = highest * step / Steps;
            svg.Line([(Left, Y(loss, highest)), (Left + Width, Y(loss, highest))], step == 0 ? "class=\"axis\"" : "class=\"guide\"");
            svg.Text(Left - 6, Y(loss, highest) + 4, loss.ToString("0.00", CultureInfo.InvariantCulture), "end");
        }

        int every = (epochs + 9) / 10;
        for (int epoch = 0; epoch < epochs; epoch += every)
        {
            svg.Text(X(epoch, epochs), Top + Height + 18, epoch == 0 ? "epoch 1" : (epoch + 1).ToString(CultureInfo.InvariantCulture), "middle");
        }
    }

    private static double X(int epoch, int epochs) => Left + 8 + ((Width - 16) * epoch / Math.Max(epochs - 1, 1));

    private static double Y(double loss, double highest) => Top + (Height * (1 - (loss / highest)));
}
