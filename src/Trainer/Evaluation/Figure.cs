namespace Moodstream.Trainer;

/// <summary>One figure over several seeds.</summary>
/// <param name="Mean">Mean.</param>
/// <param name="Std">Sample standard deviation; 0 for a single seed.</param>
internal sealed record Figure(double Mean, double Std)
{
    /// <summary>Sums up values, at least one.</summary>
    public static Figure Of(IReadOnlyCollection<double> values)
    {
        double mean = values.Average();
        double squares = values.Sum(value => (value - mean) * (value - mean));
        return new Figure(mean, values.Count > 1 ? Math.Sqrt(squares / (values.Count - 1)) : 0);
    }
}
