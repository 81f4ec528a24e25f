using System.Collections.Immutable;

namespace Moodstream.Trainer.Scoring;

/// <summary>Whether probabilities mean what they say, and the temperature that mends them (Guo et al., ICML 2017).</summary>
internal static class Calibration
{
    /// <summary>The lowest temperature that a fit gives.</summary>
    public const double LowestTemperature = 0.05;

    /// <summary>The highest temperature that a fit gives.</summary>
    public const double HighestTemperature = 20;

    // A fit that ends as near to its bound as this has found none.
    private const double BoundMargin = 1.01;
    private const int Bins = 15;
    private const int Rounds = 30;

    /// <summary>Probabilities from logits.</summary>
    /// <param name="logits">Logits by label.</param>
    /// <param name="temperature">Divides them; above 0.</param>
    public static double[] Softmax(float[] logits, double temperature)
    {
        double highest = logits.Max();
        double[] exponentials = [.. logits.Select(logit => Math.Exp((logit - highest) / temperature))];
        double sum = exponentials.Sum();
        return [.. exponentials.Select(value => value / sum)];
    }

    /// <summary>
    /// Expected calibration error: in each of 15 equal bins of confidence the gap between mean confidence and accuracy, weighted by
    /// the bin's share of posts. In 0–1.
    /// </summary>
    public static double ExpectedError(Predictions predictions, double temperature) => Reliability(predictions, temperature)
        .Sum(bin => bin.Posts * Math.Abs(bin.Confidence - bin.Accuracy)) / Math.Max(predictions.Truth.Length, 1);

    /// <summary>Mean confidence and accuracy in each bin of confidence that has posts, in order.</summary>
    public static ImmutableArray<ReliabilityBin> Reliability(Predictions predictions, double temperature)
    {
        double[] confidence = new double[Bins];
        int[] right = new int[Bins];
        int[] posts = new int[Bins];
        for (int post = 0; post < predictions.Truth.Length; post++)
        {
            double[] probabilities = Softmax(predictions.Logits[post], temperature);
            double highest = probabilities.Max();
            int bin = Math.Min((int)(highest * Bins), Bins - 1);
            confidence[bin] += highest;
            right[bin] += Array.IndexOf(probabilities, highest) == predictions.Truth[post] ? 1 : 0;
            posts[bin]++;
        }

        return
        [
            .. Enumerable.Range(0, Bins)
                .Where(bin => posts[bin] > 0)
                .Select(bin => new ReliabilityBin(confidence[bin] / posts[bin], right[bin] / (double)posts[bin], posts[bin])),
        ];
    }

    /// <summary>
    /// Finds the temperature with the least negative log likelihood, in <see cref="LowestTemperature"/>–<see cref="HighestTemperature"/>, by
    /// golden-section search over its logarithm.
    /// </summary>
    /// <param name="predictions">Predictions of posts that were not trained on.</param>
    /// <param name="weights">Weight of each post; null for the same.</param>
    public static double FitTemperature(Predictions predictions, IReadOnlyList<double>? weights = null)
    {
        double ratio = (Math.Sqrt(5) - 1) / 2;
        (double low, double high) = (Math.Log(LowestTemperature), Math.Log(HighestTemperature));
        while (high - low > 1e-6)
        {
            double left = high - (ratio * (high - low));
            double right = low + (ratio * (high - low));
            if (NegativeLogLikelihood(predictions, weights, Math.Exp(left)) < NegativeLogLikelihood(predictions, weights, Math.Exp(right)))
            {
                high = right;
            }
            else
            {
                low = left;
            }
        }

        return Math.Exp((low + high) / 2);
    }

    /// <summary>Whether a fit came out at a bound, so that its posts do not tell how sure a model may be.</summary>
    /// <param name="temperature">What <see cref="FitTemperature"/> gave.</param>
    public static bool IsAtBound(double temperature) => temperature is < LowestTemperature * BoundMargin or > HighestTemperature / BoundMargin;

    /// <summary>
    /// Finds what to add to the logits so that on the weighted mean each label is given the probability that it occurs with, together with
    /// a temperature (bias-corrected temperature scaling: Alexandari, Kundaje and Shrikumar, ICML 2020).
    /// </summary>
    /// <param name="predictions">Predictions of posts that were not trained on.</param>
    /// <param name="weights">Weight of each post.</param>
    /// <returns>What to add, by label; labels that never occur are left as they are.</returns>
    public static float[] FitShift(Predictions predictions, IReadOnlyList<double> weights)
    {
        int labels = predictions.Logits[0].Length;
        float[] shift = new float[labels];
        for (int round = 0; round < Rounds; round++)
        {
            var shifted = predictions.Shifted(shift);
            double temperature = FitTemperature(shifted, weights);
            double[] given = new double[labels];
            double[] occurs = new double[labels];
            for (int post = 0; post < weights.Count; post++)
            {
                double[] probabilities = Softmax(shifted.Logits[post], temperature);
                for (int label = 0; label < labels; label++)
                {
                    given[label] += weights[post] * probabilities[label];
                }

                occurs[predictions.Truth[post]] += weights[post];
            }

            for (int label = 0; label < labels; label++)
            {
                shift[label] += occurs[label] == 0 ? 0 : (float)(temperature * Math.Log(occurs[label] / given[label]));
            }
        }

        return shift;
    }

    private static double NegativeLogLikelihood(Predictions predictions, IReadOnlyList<double>? weights, double temperature)
    {
        double sum = 0;
        for (int post = 0; post < predictions.Truth.Length; post++)
        {
            sum -= (weights?[post] ?? 1) * Math.Log(Math.Max(Softmax(predictions.Logits[post], temperature)[predictions.Truth[post]], 1e-12));
        }

        return sum;
    }
}
