namespace Moodstream.Trainer.Scoring;

/// <summary>A 95 % interval of a share.</summary>
/// <param name="Low">Its lower end, in 0–1.</param>
/// <param name="High">Its upper end, in 0–1.</param>
internal readonly record struct Interval(double Low, double High)
{
    private const double Quantile = 1.96;

    /// <summary>The interval of a figure over seeds (Student's t), kept within 0–1; null for a single seed.</summary>
    public static Interval? OverSeeds(Figure figure) =>
        figure.HalfWidth95 is { } half ? new Interval(Math.Max(figure.Mean - half, 0), Math.Min(figure.Mean + half, 1)) : null;

    /// <summary>
    /// The interval of a share of so many posts (Wilson 1927), which stays within 0–1 and is wide where posts are few; over several seeds
    /// at least that of the seeds, since the same posts cannot tell how much the next training differs.
    /// </summary>
    public static Interval OfShare(Figure figure, int posts)
    {
        double share = figure.Mean;
        double squared = Quantile * Quantile / Math.Max(posts, 1);
        double middle = (share + (squared / 2)) / (1 + squared);
        double half = Math.Sqrt((squared * share * (1 - share)) + (squared * squared / 4)) / (1 + squared);
        Interval ofPosts = new(Math.Max(middle - half, 0), Math.Min(middle + half, 1));
        return OverSeeds(figure) is { } ofSeeds
            ? new Interval(Math.Min(ofPosts.Low, ofSeeds.Low), Math.Max(ofPosts.High, ofSeeds.High))
            : ofPosts;
    }
}
