using Moodstream.Trainer.Scoring;

namespace Moodstream.Trainer.Tests.Scoring;

[Trait("Category", "Unit")]
public sealed class ScoresTests
{
    [Fact]
    public void Figures_equal_those_worked_out_by_hand()
    {
        // truth a a a b b c, given a a b b c c
        var scores = Scores.Of(["a", "b", "c"], [0, 0, 0, 1, 1, 2], [0, 0, 1, 1, 2, 2]);

        Assert.Equal(4 / 6.0, scores.Accuracy, 12);
        Assert.Equal(scores.Accuracy, scores.MicroF1, 12);
        Assert.Equal((0.8 + 0.5 + (2 / 3.0)) / 3, scores.MacroF1, 12);
        Assert.Equal((1.0, 2 / 3.0, 3), (scores.Classes[0].Precision, scores.Classes[0].Recall, scores.Classes[0].Support));
        Assert.Equal([2, 1, 0], scores.Confusion[0]);
    }

    [Fact]
    public void A_label_that_the_truth_lacks_does_not_lower_the_macro_f1_by_itself()
    {
        var scores = Scores.Of(["a", "b", "c"], [0, 0, 1, 1], [0, 0, 1, 1]);

        Assert.Equal(1, scores.MacroF1);
    }

    [Fact]
    public void A_label_that_is_never_given_has_no_precision()
    {
        var scores = Scores.Of(["a", "b"], [0, 1], [0, 0]);

        Assert.Equal((0.0, 0.0, 0.0), (scores.Classes[1].Precision, scores.Classes[1].Recall, scores.Classes[1].F1));
        Assert.Equal(1 / 3.0, scores.MacroF1, 12);
    }

    [Fact]
    public void A_figure_over_seeds_has_the_sample_deviation()
    {
        var figure = Figure.Of([0.1, 0.2, 0.3]);

        Assert.Equal(0.2, figure.Mean, 12);
        Assert.Equal(0.1, figure.Std, 12);
        Assert.Equal(4.303 * 0.1 / Math.Sqrt(3), figure.HalfWidth95!.Value, 12);
        Assert.Equal(new Figure(0.5, 0, null), Figure.Of([0.5]));
    }

    [Theory]
    [InlineData(1.0, 20)]
    [InlineData(0.0, 20)]
    [InlineData(0.97, 5)]
    public void An_interval_stays_within_what_a_share_can_be(double share, int posts)
    {
        var interval = Interval.OfShare(new Figure(share, 0.05, 0.2), posts);
        var ofSeeds = Interval.OverSeeds(new Figure(share, 0.05, 0.2))!.Value;

        Assert.InRange(interval.Low, 0, share);
        Assert.InRange(interval.High, share, 1);
        Assert.InRange(ofSeeds.Low, 0, share);
        Assert.InRange(ofSeeds.High, share, 1);
    }

    [Fact]
    public void An_interval_is_that_of_Wilson_for_one_seed_and_no_narrower_than_the_seeds_apart()
    {
        var one = Interval.OfShare(new Figure(0.8, 0, null), 100);
        var several = Interval.OfShare(new Figure(0.8, 0.1, 0.15), 100);

        Assert.Equal((0.711, 0.867), (Math.Round(one.Low, 3), Math.Round(one.High, 3)));
        Assert.Equal((0.65, 0.95), (Math.Round(several.Low, 3), Math.Round(several.High, 3)));
        Assert.True(Interval.OfShare(new Figure(0.8, 0, null), 10).Low < one.Low);
    }
}
