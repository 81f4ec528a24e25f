using System.Collections.Immutable;
using Moodstream.Trainer.Datasets;
using Moodstream.Trainer.Quantizing;
using Moodstream.Trainer.Scoring;

namespace Moodstream.Trainer.Tests.Quantizing;

[Trait("Category", "Unit")]
public sealed class KeptAccuracyTests
{
    private static readonly ImmutableArray<LabelledPost> Posts =
        [new("large", "", "a", null, 0), new("large", "", "b", null, 0), new("large", "", "c", null, 1), new("small", "", "d", null, 1)];

    [Fact]
    public void Every_source_counts_the_same_for_accuracy_and_every_post_for_what_changed()
    {
        var kept = Assert.Single(KeptAccuracy.Compare(Posts, Views(0, 0, 1, 1), Views(0, 0, 0, 1)));

        Assert.Equal(("", 4), (kept.View, kept.Posts));
        Assert.Equal(1, kept.InFloats, 6);
        Assert.Equal(((2 / 3.0) + 1) / 2, kept.InBytes, 6);
        Assert.Equal(100 / 6.0, kept.Loss, 4);
        Assert.Equal(0.25, kept.Changed, 6);
    }

    [Fact]
    public void Posts_that_are_right_in_bytes_alone_make_the_loss_negative() =>
        Assert.Equal(-50, Assert.Single(KeptAccuracy.Compare(Posts, Views(0, 0, 1, 0), Views(0, 0, 1, 1))).Loss, 6);

    private static Dictionary<string, Predictions> Views(params int[] given) => new()
    {
        [""] = new Predictions([0, 1, 2, 3], [0, 0, 1, 1], [.. given.Select(label => label == 0 ? new float[] { 1, 0 } : [0, 1])]),
        ["image"] = new Predictions([], [], []),
    };
}
