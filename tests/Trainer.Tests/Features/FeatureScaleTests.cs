using Moodstream.Trainer.Features;

namespace Moodstream.Trainer.Tests.Features;

[Trait("Category", "Unit")]
public sealed class FeatureScaleTests
{
    [Fact]
    public void Numbers_that_never_vary_are_scaled_to_nothing_rather_than_divided_by_nothing()
    {
        var scale = FeatureScale.Measure([[0.25f, -1], [0.25f, 3]]);

        Assert.Equal([0.25f, 1], scale.Mean);
        Assert.InRange(scale.Deviation[0], 1e-4f, 1e-2f);
        Assert.Equal(2, scale.Deviation[1], 0.01f);
    }
}
