using System.Text.Json;

namespace Moodstream.Silo.Models;

/// <summary>How often a model gave each label to test posts of each label, from which its figures and their intervals follow.</summary>
/// <param name="Counts">Rows are true labels, columns given ones.</param>
internal sealed record ConfusionMatrix(double[][] Counts)
{
    private const int Resamples = 1_000;
    private const double MaxCount = 1e12;

    /// <summary>Test posts.</summary>
    public long Posts => (long)Counts.Sum(row => row.Sum());

    /// <summary>Share of posts that the model gets right, in 0–1.</summary>
    public double Accuracy => AccuracyOf(Counts);

    /// <summary>F1, averaged over labels, in 0–1.</summary>
    public double MacroF1 => MacroF1Of(Counts);

    /// <summary>Reads a matrix.</summary>
    /// <param name="element">A list of rows of numbers.</param>
    /// <returns>Null where it is none, or counts nothing.</returns>
    public static ConfusionMatrix? Read(JsonElement element)
    {
        if (element.ValueKind != JsonValueKind.Array
            || !element.EnumerateArray().All(row => row.ValueKind == JsonValueKind.Array && row.GetArrayLength() == element.GetArrayLength()
                && row.EnumerateArray().All(count => count.ValueKind == JsonValueKind.Number && count.GetDouble() is >= 0 and <= MaxCount)))
        {
            return null;
        }

        var matrix = new ConfusionMatrix([.. element.EnumerateArray().Select(row => row.EnumerateArray().Select(count => count.GetDouble()).ToArray())]);
        return matrix.Posts > 0 ? matrix : null;
    }

    /// <summary>The 95 % interval of the accuracy that chance in the choice of test posts leaves.</summary>
    public FigureInterval AccuracyInterval() => FigureInterval.OfShare(Accuracy, Posts);

    /// <summary>The same of the macro F1, by 1,000 Poisson resamples of the posts (always the same ones), each as likely as what was seen.</summary>
    public FigureInterval MacroF1Interval()
    {
        var random = new Random(1);
        var values = Enumerable.Range(0, Resamples)
            .Select(_ => MacroF1Of([.. Counts.Select(row => row.Select(count => Poisson(count, random)).ToArray())]))
            .Order()
            .ToArray();
        return new FigureInterval(values[(int)(Resamples * 0.025)], values[(int)(Resamples * 0.975)], null);
    }

    private static double AccuracyOf(double[][] counts) => counts.Select((row, i) => row[i]).Sum() / counts.Sum(row => row.Sum());

    private static double MacroF1Of(double[][] counts) => counts.Select((row, i) =>
        row.Sum() + counts.Sum(other => other[i]) is > 0 and var both ? 2 * row[i] / both : 0).Average();

    /// <summary>A Poisson number: by Knuth's product where the mean is small, else by the normal distribution that it comes close to.</summary>
    private static double Poisson(double mean, Random random)
    {
        if (mean > 50)
        {
            var normal = Math.Sqrt(-2 * Math.Log(1 - random.NextDouble())) * Math.Cos(2 * Math.PI * random.NextDouble());
            return Math.Max(0, Math.Round(mean + (Math.Sqrt(mean) * normal)));
        }

        var count = -1;
        for (var product = 1.0; product > Math.Exp(-mean); product *= random.NextDouble())
        {
            count++;
        }

        return Math.Max(0, count);
    }
}
