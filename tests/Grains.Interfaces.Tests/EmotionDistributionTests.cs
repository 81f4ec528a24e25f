using Moodstream.Abstractions.Models;

namespace Moodstream.Grains.Interfaces.Tests;

public sealed class EmotionDistributionTests
{
    [Fact]
    public void The_most_probable_label_is_on_top_and_of_equals_the_first()
    {
        Assert.Equal("b", new EmotionDistribution(["a", "b", "c"], [0.1f, 0.6f, 0.3f]).Top);
        Assert.Equal("a", new EmotionDistribution(["a", "b"], [0.5f, 0.5f]).Top);
        Assert.Equal(0.6f, new EmotionDistribution(["a", "b", "c"], [0.1f, 0.6f, 0.3f]).Confidence);
    }

    [Fact]
    public void Labels_and_values_belong_together()
    {
        Assert.Throws<ArgumentException>(() => new EmotionDistribution(["a"], [0.5f, 0.5f]));
        Assert.Throws<ArgumentException>(() => new EmotionDistribution([], []));
        Assert.Throws<ArgumentException>(() => new EmotionDistribution(default, default));
    }
}
