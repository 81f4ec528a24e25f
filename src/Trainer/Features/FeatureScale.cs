namespace Moodstream.Trainer;

/// <summary>
/// How features are brought to mean 0 and deviation 1: the square root first, since features after a ReLU are skewed.
/// </summary>
/// <param name="Mean">Mean of the square roots, by feature.</param>
/// <param name="Deviation">Standard deviation of the square roots, by feature; above 0.</param>
internal sealed record FeatureScale(float[] Mean, float[] Deviation)
{
    // A feature that never varies would be divided by 0.
    private const double Epsilon = 1e-3;

    /// <summary>Measures the scale on training features.</summary>
    /// <param name="features">Non-negative vectors of one length; at least one.</param>
    public static FeatureScale Measure(IReadOnlyCollection<float[]> features)
    {
        int width = features.First().Length;
        double[] sum = new double[width];
        double[] squares = new double[width];
        foreach (float[] vector in features)
        {
            for (int index = 0; index < width; index++)
            {
                // The square of the square root is the feature itself.
                sum[index] += Math.Sqrt(Math.Max(vector[index], 0));
                squares[index] += Math.Max(vector[index], 0);
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
