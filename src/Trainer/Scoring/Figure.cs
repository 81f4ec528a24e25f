namespace Moodstream.Trainer.Scoring;

/// <summary>One figure over several seeds.</summary>
/// <param name="Mean">Mean.</param>
/// <param name="Std">Sample standard deviation; 0 for a single seed.</param>
/// <param name="HalfWidth95">Half the width of the 95 % interval of the mean (Student's t); null for a single seed.</param>
internal sealed record Figure(double Mean, double Std, double? HalfWidth95)
{
    // Two-sided 95 % quantiles of Student's t for 1 to 10 degrees of freedom; beyond, the normal one with its first correction.
    private static readonly double[] StudentQuantiles = [12.706, 4.303, 3.182, 2.776, 2.571, 2.447, 2.365, 2.306, 2.262, 2.228];

    /// <summary>Sums up values, at least one.</summary>
    public static Figure Of(IReadOnlyCollection<double> values)
    {
        double mean = values.Average();
        int freedom = values.Count - 1;
        if (freedom == 0)
        {
            return new Figure(mean, 0, null);
        }

        double deviation = Math.Sqrt(values.Sum(value => (value - mean) * (value - mean)) / freedom);
        double quantile = freedom <= StudentQuantiles.Length ? StudentQuantiles[freedom - 1] : 1.96 + (2.4 / freedom);
        return new Figure(mean, deviation, quantile * deviation / Math.Sqrt(values.Count));
    }
}
