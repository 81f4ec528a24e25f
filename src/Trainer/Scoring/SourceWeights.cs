namespace Moodstream.Trainer.Scoring;

/// <summary>Weights of posts by which every source counts the same, however many posts it has.</summary>
internal static class SourceWeights
{
    /// <summary>The weight of each post.</summary>
    /// <param name="sources">The posts' sources.</param>
    public static double[] Of(IEnumerable<string> sources)
    {
        string[] named = [.. sources];
        var sizes = named.CountBy(source => source).ToDictionary();
        return [.. named.Select(source => 1.0 / sizes[source])];
    }
}
