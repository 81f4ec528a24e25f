using Moodstream.Trainer.Scoring;

namespace Moodstream.Trainer.Tests.Scoring;

[Trait("Category", "Unit")]
public sealed class CalibrationTests
{
    [Fact]
    public void The_error_is_the_gap_between_confidence_and_accuracy()
    {
        // Confidence 0.8 throughout, right in half of the posts.
        var logits = new[] { (float)Math.Log(0.8), (float)Math.Log(0.2) };
        var predictions = new Predictions([0, 1, 2, 3], [0, 0, 1, 1], [logits, logits, logits, logits]);

        Assert.Equal(0.3, Calibration.ExpectedError(predictions, 1), 6);
    }

    [Fact]
    public void The_temperature_makes_confidence_meet_accuracy()
    {
        // Sure beyond measure, right three times of four: the best probability is 0.75.
        float[] logits = [6, 0];
        var predictions = new Predictions([0, 1, 2, 3], [0, 0, 0, 1], [logits, logits, logits, logits]);

        var temperature = Calibration.FitTemperature(predictions);

        Assert.Equal(6 / Math.Log(3), temperature, 3);
        Assert.Equal(0, Calibration.ExpectedError(predictions, temperature), 3);
    }

    [Theory]
    [InlineData(0, 0, true)]
    [InlineData(1, 1, true)]
    [InlineData(0, 1, false)]
    public void Posts_that_are_all_right_or_all_wrong_tell_of_no_temperature(int first, int last, bool isAtBound)
    {
        var predictions = new Predictions([0, 1, 2, 3], [first, first, first, last], [[1, 0], [1, 0], [1, 0], [1, 0]]);

        Assert.Equal(isAtBound, Calibration.IsAtBound(Calibration.FitTemperature(predictions)));
    }

    [Fact]
    public void A_higher_temperature_flattens_probabilities_and_keeps_their_order()
    {
        var sharp = Calibration.Softmax([2, 1, 0], 1);
        var flat = Calibration.Softmax([2, 1, 0], 4);

        Assert.Equal(1, flat.Sum(), 12);
        Assert.True(flat[0] < sharp[0] && flat[0] > flat[1] && flat[1] > flat[2]);
    }

    [Fact]
    public void The_shift_makes_each_label_as_probable_as_it_is_and_weights_count_as_posts_do()
    {
        // The model gives the first label 0.9 throughout; it is right in half of the posts, by weight.
        float[] logits = [2.2f, 0];
        var predictions = new Predictions([0, 1, 2], [0, 0, 1], [logits, logits, logits]);
        double[] weights = [0.25, 0.25, 0.5];

        var shifted = predictions.Shifted(Calibration.FitShift(predictions, weights));

        Assert.Equal(0.5, Calibration.Softmax(shifted.Logits[0], Calibration.FitTemperature(shifted, weights))[0], 3);
    }

    [Fact]
    public void A_label_that_never_occurs_is_not_shifted() =>
        Assert.Equal(0, Calibration.FitShift(new Predictions([0, 1], [0, 1], [[1, 0, -5], [0, 1, -5]]), [1, 1])[2]);
}
