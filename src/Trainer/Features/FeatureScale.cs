namespace Moodstream.Trainer.Features;

/// <summary>How features are brought to mean 0 and deviation 1.</summary>
/// <param name="Mean">Mean by feature.</param>
/// <param name="Deviation">Standard deviation by feature; above 0.</param>
internal sealed record FeatureScale(float[] Mean, float[] Deviation)
{
    // A feature that never varies would be divided by 0.
    private const double Epsilon = 1e-3;

    /// <summary>Measures the scale of training features.</summary>
    /// <param name="features">Vectors of one length; at least one.</param>
    public static FeatureScale Measure(IReadOnlyCollection<float[]> features) => Measure(features, value => value);

    /// <summary>Measures the scale of the square roots of training features, since features after a ReLU are skewed.</summary>
    /// <param name="features">Non-negative vectors of one length; at least one.</param>
    public static FeatureScale MeasureRoots(IReadOnlyCollection<float[]> features) => Measure(features, value => Math.Sqrt(Math.Max(value, 0)));

    private static FeatureScale Measure(IReadOnlyCollection<float[]> features, Func<float, double> transform)
    {
        int width = features.First().Length;
        double[] sum = new double[width];
        double[] squares = new double[width];
        foreach (float[] vector in features)
        {
            for (int index = 0; index < width; index++)
            {
                double value = transform(vector[index]);
                sum[index] += value;
                squares[index] += value * value;
            }
        }

        float[] mean = new float[width];
        float[] deviation = new float[width];
        for (int index = 0; index < width; index++)
        {
            double average = sum[index] / features.Count;
            mean[index] = (float)average;
            deviation[index] = (float)(Math.Sqrt(Math.Max((squares[index] / features.Count) - (average * average), 0)) + Epsilon);
        }

        return new FeatureScale(mean, deviation);
    }
}
