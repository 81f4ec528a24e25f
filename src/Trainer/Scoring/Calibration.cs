using System.Collections.Immutable;

namespace Moodstream.Trainer.Scoring;

/// <summary>Whether probabilities mean what they say, and the temperature that mends them (Guo et al., ICML 2017).</summary>
internal static class Calibration
{
    private const int Bins = 15;

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

    /// <summary>Finds the temperature with the least negative log likelihood, in 0.05–20, by golden-section search over its logarithm.</summary>
    public static double FitTemperature(Predictions predictions)
    {
        double ratio = (Math.Sqrt(5) - 1) / 2;
        (double low, double high) = (Math.Log(0.05), Math.Log(20));
        while (high - low > 1e-6)
        {
            double left = high - (ratio * (high - low));
            double right = low + (ratio * (high - low));
            if (NegativeLogLikelihood(predictions, Math.Exp(left)) < NegativeLogLikelihood(predictions, Math.Exp(right)))
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

    private static double NegativeLogLikelihood(Predictions predictions, double temperature)
    {
        double sum = 0;
        for (int post = 0; post < predictions.Truth.Length; post++)
        {
            sum -= Math.Log(Math.Max(Softmax(predictions.Logits[post], temperature)[predictions.Truth[post]], 1e-12));
        }

        return sum / predictions.Truth.Length;
    }
}
