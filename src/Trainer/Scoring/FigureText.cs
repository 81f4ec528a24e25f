using System.Globalization;

namespace Moodstream.Trainer.Scoring;

/// <summary>How figures are written for people.</summary>
internal static class FigureText
{
    /// <summary>A share as percent.</summary>
    public static string Percent(double share) => (100 * share).ToString("0.0", CultureInfo.InvariantCulture);

    /// <summary>A share as percent; over several seeds with its standard deviation.</summary>
    public static string MeanAndStd(Figure figure) =>
        figure.HalfWidth95 is null ? Percent(figure.Mean) : $"{Percent(figure.Mean)} ± {Percent(figure.Std)}";

    /// <summary>An interval as percent.</summary>
    public static string Percent(Interval interval) => $"{Percent(interval.Low)} to {Percent(interval.High)}";
}
