using Moodstream.Inference.Vision.Faces;

namespace Moodstream.Inference.Tests.Vision.Faces;

[Trait("Category", "Unit")]
public sealed class FaceFeaturesTests
{
    private static readonly float[] Happy = [0, 1, 0, 0, 0, 0, 0];
    private static readonly float[] Sad = [0, 0, 1, 0, 0, 0, 0];

    [Fact]
    public void The_largest_face_counts_most_and_every_face_a_little()
    {
        var features = FaceFeatures.Of([Face(0.9f, side: 40), Face(0.9f, side: 20)], [.. Happy, .. Sad], area: 10_000);

        Assert.Equal(MathF.Log(3), features[0], 1e-5f);
        Assert.Equal(0.16f, features[1], 1e-5f);
        Assert.Equal([0, 16 / 17f, 1 / 17f], features[2..5]);
        Assert.Equal([0, 0.8f, 0.2f], features[9..12]);
        Assert.Equal([0, 1f, 1f], features[16..19]);
    }

    [Fact]
    public void A_face_that_the_detector_doubts_counts_less_and_none_appears_all_at_once()
    {
        float[] sure = FaceFeatures.Of([Face(0.8f)], Happy, area: 10_000);
        float[] doubted = FaceFeatures.Of([Face(0.45f)], Happy, area: 10_000);
        float[] nearlyNone = FaceFeatures.Of([Face(0.3001f)], Happy, area: 10_000);

        Assert.All(sure.Zip(doubted), pair => Assert.InRange(pair.Second, 0, pair.First));
        Assert.Equal(0.5f, doubted[3], 1e-5f);
        Assert.All(nearlyNone, number => Assert.InRange(number, 0, 0.001f));
    }

    [Fact]
    public void Without_a_face_all_are_0()
    {
        Assert.All(FaceFeatures.Of([], [], area: 10_000), number => Assert.Equal(0, number));
        Assert.All(FaceFeatures.Of([Face(FaceBox.LeastScore)], Happy, area: 10_000), number => Assert.Equal(0, number));
    }

    private static FaceBox Face(float score, float side = 40) => new(score, 10, 10, 10 + side, 10 + side);
}
