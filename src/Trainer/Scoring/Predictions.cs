using System.Collections.Immutable;

namespace Moodstream.Trainer.Scoring;

/// <summary>What a model says of posts.</summary>
/// <param name="Posts">Indexes of the posts in their example set.</param>
/// <param name="Truth">Their labels.</param>
/// <param name="Logits">Their logits, by label.</param>
internal sealed record Predictions(ImmutableArray<int> Posts, ImmutableArray<int> Truth, ImmutableArray<float[]> Logits)
{
    /// <summary>Index of the most probable label of each post.</summary>
    public ImmutableArray<int> Given() => [.. Logits.Select(logits => Array.IndexOf(logits, logits.Max()))];

    /// <summary>Those of some posts.</summary>
    public Predictions Where(Func<int, bool> post)
    {
        int[] kept = [.. Enumerable.Range(0, Posts.Length).Where(place => post(Posts[place]))];
        return new Predictions([.. kept.Select(place => Posts[place])], [.. kept.Select(place => Truth[place])], [.. kept.Select(place => Logits[place])]);
    }

    /// <summary>The same with something added to the logits.</summary>
    public Predictions Shifted(float[] shift) => this with { Logits = [.. Logits.Select(logits => logits.Zip(shift, (logit, more) => logit + more).ToArray())] };
}
