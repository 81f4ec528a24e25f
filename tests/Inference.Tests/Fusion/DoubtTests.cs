using Moodstream.Inference.Fusion;

namespace Moodstream.Inference.Tests.Fusion;

[Trait("Category", "Unit")]
public sealed class DoubtTests
{
    [Theory]
    [InlineData(1, 0.9f)]
    [InlineData(0.5f, 0.9f)]
    [InlineData(0.25f, 0.55f)]
    [InlineData(0, 0.2f)]
    public void The_less_was_read_the_lower_is_the_confidence(float coverage, float joy)
    {
        var answer = new Doubt(["anger", "joy", "neutral", "sadness"]).Weigh([0.05f, 0.9f, 0.03f, 0.02f], coverage);

        Assert.Equal(joy, answer.Values[1], 1e-5f);
        Assert.Equal(1, answer.Values.Sum(), 1e-5f);
    }

    [Fact]
    public void Nothing_read_is_neutral_with_little_confidence()
    {
        var answer = new Doubt(["anger", "joy", "neutral", "sadness"]).Weigh([0.05f, 0.9f, 0.03f, 0.02f], 0);

        Assert.Equal("neutral", answer.Top);
        Assert.Equal(0.4f, answer.Confidence, 1e-5f);
    }

    [Fact]
    public void Where_no_label_is_neutral_all_are_equal()
    {
        var answer = new Doubt(["anger", "joy"]).Weigh([0.9f, 0.1f], 0);

        Assert.All(answer.Values, value => Assert.Equal(0.5f, value, 1e-5f));
    }

    [Theory]
    [InlineData(1, "joy", 0.9f)]
    [InlineData(0.25f, "unknown", 0.5f)]
    [InlineData(0, "unknown", 1)]
    public void What_was_not_read_can_be_a_label_of_its_own(float coverage, string top, float confidence)
    {
        var answer = new Doubt(["anger", "joy"]) { HasUnknown = true }.Weigh([0.1f, 0.9f], coverage);

        Assert.Equal(["anger", "joy", "unknown"], answer.Labels);
        Assert.Equal(top, answer.Top);
        Assert.Equal(confidence, answer.Confidence, 1e-5f);
        Assert.Equal(1, answer.Values.Sum(), 1e-5f);
    }
}
