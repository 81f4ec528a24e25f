using Moodstream.Trainer.Scoring;

namespace Moodstream.Trainer.Comparing;

/// <summary>
/// How sure a difference between two models is: posts are drawn again with replacement, the same for both (Efron and Tibshirani 1993).
/// </summary>
internal static class PairedBootstrap
{
    private const int Draws = 2_000;

    /// <summary>The difference in accuracy, first less second, over all seeds.</summary>
    /// <param name="first">Predictions of the first model, for each seed.</param>
    /// <param name="second">Predictions of the second, for each seed.</param>
    /// <param name="seed">Seed of the draws.</param>
    /// <returns>The difference, and the 95 % interval; null where the two share no post.</returns>
    public static AccuracyDifference? Compare(IReadOnlyList<Predictions> first, IReadOnlyList<Predictions> second, int seed)
    {
        var firstShares = SharesRight(first);
        var secondShares = SharesRight(second);
        double[] differences =
        [
            .. firstShares
                .Where(post => secondShares.ContainsKey(post.Key))
                .OrderBy(post => post.Key)
                .Select(post => post.Value - secondShares[post.Key]),
        ];
        if (differences.Length == 0)
        {
            return null;
        }

        Random random = new(seed);
        double[] means = new double[Draws];
        for (int draw = 0; draw < Draws; draw++)
        {
            double sum = 0;
            for (int post = 0; post < differences.Length; post++)
            {
                sum += differences[random.Next(differences.Length)];
            }

            means[draw] = sum / differences.Length;
        }

        Array.Sort(means);
        return new AccuracyDifference(differences.Average(), means[(int)(0.025 * Draws)], means[(int)(0.975 * Draws) - 1]);
    }

    /// <summary>For each post the share of seeds that get it right.</summary>
    private static Dictionary<int, double> SharesRight(IReadOnlyList<Predictions> seeds)
    {
        Dictionary<int, double> shares = [];
        foreach (var predictions in seeds)
        {
            foreach (var ((post, truth), given) in predictions.Posts.Zip(predictions.Truth).Zip(predictions.Given()))
            {
                shares[post] = shares.GetValueOrDefault(post) + (truth == given ? 1.0 / seeds.Count : 0);
            }
        }

        return shares;
    }
}
