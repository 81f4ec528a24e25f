using Microsoft.ML.OnnxRuntime;
using Moodstream.Inference.Options;
using Moodstream.Inference.Vision;
using Moodstream.Inference.Vision.Faces;
using Moodstream.TestKit;

namespace Moodstream.Inference.Tests.Vision.Faces;

[Trait("Category", "Network")]
public sealed class FaceReaderTests
{
    private const int Happy = 1;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_smiling_woman_is_one_happy_face()
    {
        await using var featurizer = Load(readsFaces: true);

        var faces = FacesOf(Assert.Single(await featurizer.FeaturizeAsync([Pictures.Sample("astronaut.jpg")], Token)));

        Assert.Equal(MathF.Log(2), faces[0], 0.05f);
        Assert.InRange(faces[1], 0.01f, 0.3f);
        Assert.All([2, 9, 16], start => Assert.InRange(faces[start + Happy], 0.9f, 1f));
    }

    [Fact]
    public async Task Where_no_face_is_all_numbers_are_0_and_those_of_the_network_are_as_without()
    {
        await using var without = Load(readsFaces: false);
        await using var with = Load(readsFaces: true);
        var file = Pictures.Sample("rocket.jpg");

        var network = Assert.Single(await without.FeaturizeAsync([file], Token)).Features;
        var both = Assert.Single(await with.FeaturizeAsync([file], Token));

        Assert.Equal(without.FeatureCount + FaceFeatures.Count, with.FeatureCount);
        Assert.Equal(network.ToArray(), both.Features[..without.FeatureCount].ToArray());
        Assert.All(FacesOf(both), number => Assert.Equal(0, number));
    }

    [Fact]
    public async Task Faces_are_the_same_in_any_company()
    {
        await using var featurizer = Load(readsFaces: true, delay: 50);
        string[] names = ["rocket.jpg", "astronaut.jpg", "coffee.jpg", "astronaut.jpg", "moon.jpg", "astronaut.jpg"];

        var together = await featurizer.FeaturizeAsync([.. names.Select(name => (ReadOnlyMemory<byte>)Pictures.Sample(name))], Token);

        for (var i = 0; i < names.Length; i++)
        {
            var alone = Assert.Single(await featurizer.FeaturizeAsync([Pictures.Sample(names[i])], Token));
            Assert.All(FacesOf(alone).Zip(FacesOf(together[i])), pair => Assert.Equal(pair.First, pair.Second, 1e-4f));
        }
    }

    [Fact]
    public void The_networks_say_what_those_of_the_package_say()
    {
        // What the package's own code gave for the same pixels.
        float[] cell =
        [
            0.38220f, -0.05009f, 0.22550f, -0.20690f, -8.85115f, -0.29847f, -0.52790f, -0.09906f, -0.07944f, -27.23939f, -1.22277f, -0.47584f, -0.01493f,
            -0.09335f, -15.25029f, -0.02957f, -0.49566f, 0.01616f, -0.22456f, -19.36905f, 1.78633f, -1.15243f, -0.25126f, 0.58842f, -33.59232f,
        ];
        float[] expressions = [0.01356f, 0.00577f, 0.98059f, 0.00006f, 0, 0.00002f, 0];

        var cells = Run(FaceNetworks.Detector, FaceNetworks.PictureSide, FaceNetworks.Cells);
        var probabilities = Run(FaceNetworks.Expressions, FaceNetworks.FaceSide, FaceNetworks.Probabilities);

        Assert.Equal(13 * 13 * FaceNetworks.NumbersACell, cells.Length);
        Assert.All(cell.Zip(cells), pair => Assert.Equal(pair.First, pair.Second, 1e-3f));
        Assert.Equal(-12261.2988, cells.Sum(number => (double)number), 0.1);
        Assert.All(expressions.Zip(probabilities), pair => Assert.Equal(pair.First, pair.Second, 1e-5f));
    }

    [Fact]
    public async Task Memory_that_was_given_back_changes_no_answer()
    {
        await using var featurizer = Load(readsFaces: true);
        ReadOnlyMemory<byte>[] file = [Pictures.Sample("astronaut.jpg")];

        var before = Assert.Single(await featurizer.FeaturizeAsync(file, TestContext.Current.CancellationToken));
        featurizer.GiveMemoryBack();
        var after = Assert.Single(await featurizer.FeaturizeAsync(file, TestContext.Current.CancellationToken));

        Assert.Equal(before.Features.ToArray(), after.Features.ToArray());
        Assert.True(FacesOf(after).Sum() > 0);
    }

    private static PictureFeaturizer Load(bool readsFaces, int delay = 0) => PictureFeaturizer.Load(
        new InferenceOptions { Devices = "cpu", MaxBatchDelayMs = delay }, [PicturePooling.All[0]], readsFaces);

    private static float[] FacesOf(PictureFeatures picture) => picture.Features[^FaceFeatures.Count..].ToArray();

    private static float[] Run(string network, int side, string output)
    {
        var pixels = new byte[side * side * 3];
        for (var i = 0; i < pixels.Length; i++)
        {
            var (x, y, colour) = (i / 3 % side, i / 3 / side, i % 3);
            pixels[i] = (byte)((x * x / 50) + (y * 2) + (colour * 60));
        }

        using var session = new InferenceSession(Path.Combine(AppContext.BaseDirectory, "networks", $"{network}.onnx"));
        using var input = OrtValue.CreateTensorValueFromMemory(pixels, [1, side, side, 3]);
        using var run = new RunOptions();
        using var outputs = session.Run(run, [FaceNetworks.Input], [input], [output]);
        return outputs[0].GetTensorDataAsSpan<float>().ToArray();
    }
}
