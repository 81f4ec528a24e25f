using Moodstream.Trainer.Comparing;
using Moodstream.Trainer.Scoring;

namespace Moodstream.Trainer.Tests.Comparing;

[Trait("Category", "Unit")]
public sealed class PairedBootstrapTests
{
    [Fact]
    public void Equal_models_differ_by_nothing()
    {
        var predictions = Predict(100, right: post => post % 3 == 0);

        Assert.Equal(new AccuracyDifference(0, 0, 0), PairedBootstrap.Compare([predictions], [predictions], seed: 1));
    }

    [Fact]
    public void The_interval_holds_the_difference_and_narrows_with_more_posts()
    {
        var few = PairedBootstrap.Compare([Predict(50, post => post % 10 < 8)], [Predict(50, post => post % 10 < 6)], seed: 1)!;
        var many = PairedBootstrap.Compare([Predict(5_000, post => post % 10 < 8)], [Predict(5_000, post => post % 10 < 6)], seed: 1)!;

        Assert.Equal(0.2, few.Mean, 9);
        Assert.InRange(few.Mean, few.Low, few.High);
        Assert.True(many.High - many.Low < (few.High - few.Low) / 5);

        // Of a share p = 0.2 of 5,000 posts the standard error is √(p(1−p)/n) = 0.0057.
        Assert.Equal(0.2 - (1.96 * 0.0057), many.Low, 2);
    }

    [Fact]
    public void Seeds_count_by_their_share_of_right_answers()
    {
        var always = Predict(10, _ => true);
        var never = Predict(10, _ => false);

        Assert.Equal(0.5, PairedBootstrap.Compare([always, never], [never], seed: 1)!.Mean, 9);
    }

    [Fact]
    public void Models_without_a_common_post_cannot_be_compared()
    {
        Assert.Null(PairedBootstrap.Compare([Predict(10, _ => true)], [], seed: 1));
    }

    private static Predictions Predict(int posts, Func<int, bool> right) => new(
        [.. Enumerable.Range(0, posts)],
        [.. Enumerable.Repeat(0, posts)],
        [.. Enumerable.Range(0, posts).Select(post => right(post) ? new float[] { 1, 0 } : [0, 1])]);
}
