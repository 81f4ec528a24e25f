using System.Globalization;

namespace Moodstream.Benchmarks.Report;

/// <summary>What several rounds gave: the middle and the ends.</summary>
/// <param name="Median">The median.</param>
/// <param name="Lowest">The lowest.</param>
/// <param name="Highest">The highest.</param>
internal sealed record Spread(double Median, double Lowest, double Highest)
{
    /// <summary>Sums up rounds; null where they gave nothing.</summary>
    /// <param name="values">What each gave.</param>
    public static Spread? Of(IEnumerable<double?> values)
    {
        double[] known = [.. values.OfType<double>().Order()];
        var middle = known.Length / 2;
        return known.Length == 0
            ? null
            : new Spread(known.Length % 2 == 1 ? known[middle] : (known[middle - 1] + known[middle]) / 2, known[0], known[^1]);
    }

    /// <summary>The median, and the ends where there are several rounds.</summary>
    /// <param name="format">How numbers are written.</param>
    /// <param name="scale">What they are multiplied by.</param>
    public string Text(string format, double scale = 1)
    {
        string Write(double value) => (value * scale).ToString(format, CultureInfo.InvariantCulture);
        return Lowest == Highest ? Write(Median) : $"{Write(Median)} ({Write(Lowest)}–{Write(Highest)})";
    }
}
