using Moodstream.Inference.Vision;
using Moodstream.Inference.Vision.Faces;
using Moodstream.Trainer.Modalities.Pictures;

namespace Moodstream.Trainer.Tests.Modalities.Pictures;

[Trait("Category", "Network")]
public sealed class GoldenFaceTests
{
    [Fact]
    public async Task The_face_that_a_bundle_keeps_is_taken_for_one()
    {
        await using PictureExtractor extractor = new(readsFaces: true);

        var features = Assert.Single(await extractor.ExtractAsync([("face", GoldenFace.Draw())], TestContext.Current.CancellationToken))!;

        Assert.Equal(PicturePooling.All.Sum(pooling => pooling.Count) + FaceFeatures.Count, features.Length);
        Assert.All([^FaceFeatures.Count, ^(FaceFeatures.Count - 1)], place => Assert.True(features[place] > 0.1f));
    }
}
