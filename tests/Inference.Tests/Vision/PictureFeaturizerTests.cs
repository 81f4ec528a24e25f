using Microsoft.ML.OnnxRuntime;
using Moodstream.Inference.Models;
using Moodstream.Inference.Options;
using Moodstream.Inference.Vision;
using Moodstream.TestKit;

namespace Moodstream.Inference.Tests.Vision;

[Trait("Category", "Network")]
public sealed class PictureFeaturizerTests
{
    [Fact]
    public async Task Features_are_those_of_the_packages_own_preprocessing_and_network()
    {
        await using var featurizer = PictureFeaturizer.Load(new InferenceOptions { Devices = "cpu" }, [PicturePooling.All[0]]);
        var decoder = new PictureDecoder(new PictureOptions());
        var file = Pictures.Sample("chelsea.jpg");
        var decoded = await decoder.DecodeAsync(file, 224, 224, TestContext.Current.CancellationToken);
        using var picture = decoded.Picture!;

        var result = Assert.Single(await featurizer.FeaturizeAsync([file], TestContext.Current.CancellationToken));

        var expected = RunFile("resnet18", RunFile("resnet18-preprocess", ByChannel(picture.Pixels)));
        Assert.Equal(expected.Length, result.Features.Length);
        Assert.All(expected.Zip(result.Features.ToArray()), pair => Assert.Equal(pair.First, pair.Second, 1e-3f));
        Assert.True(expected.Max() > 1);
    }

    [Fact]
    public async Task Poolings_stand_side_by_side_in_the_order_wanted_and_each_is_what_it_is_alone()
    {
        var file = Pictures.Sample("chelsea.jpg");
        List<float> alone = [];
        PicturePooling[] wanted = [.. PicturePooling.All.Reverse()];
        foreach (var pooling in wanted)
        {
            var features = await FeaturesAsync(file, pooling);
            Assert.Equal(pooling.Count, features.Length);
            alone.AddRange(features);
        }

        var together = await FeaturesAsync(file, wanted);

        Assert.All(alone.Zip(together), pair => Assert.Equal(pair.First, pair.Second, 1e-4f));
        Assert.All(together, number => Assert.True(number >= 0));
    }

    [Fact]
    public async Task The_maximum_of_a_layer_is_nowhere_below_its_mean()
    {
        var file = Pictures.Sample("coffee.jpg");

        var mean = await FeaturesAsync(file, PicturePooling.Find("layer3-mean")!);
        var maximum = await FeaturesAsync(file, PicturePooling.Find("layer3-max")!);

        Assert.All(mean.Zip(maximum), pair => Assert.True(pair.First <= pair.Second));
        Assert.True(maximum.Sum() > 2 * mean.Sum());
    }

    [Fact]
    public async Task Features_do_not_depend_on_the_company_in_a_batch_and_a_bad_picture_fails_alone()
    {
        await using var featurizer = PictureFeaturizer.Load(new InferenceOptions { Devices = "cpu", MaxBatchDelayMs = 50 }, PicturePooling.All);
        ReadOnlyMemory<byte>[] files = [Pictures.Sample("rocket.jpg"), "no picture"u8.ToArray(), Pictures.Sample("coffee.jpg"), Pictures.Jpeg()];

        var together = await featurizer.FeaturizeAsync(files, TestContext.Current.CancellationToken);

        Assert.Equal([null, "picture-format", null, null], together.Select(result => result.Failure?.Type));
        foreach (var i in new[] { 0, 2, 3 })
        {
            var alone = Assert.Single(await featurizer.FeaturizeAsync([files[i]], TestContext.Current.CancellationToken));
            Assert.All(alone.Features.ToArray().Zip(together[i].Features.ToArray()), pair => Assert.Equal(pair.First, pair.Second, 1e-4f));
        }
    }

    [Fact]
    public async Task A_picture_whose_caller_gave_up_is_neither_decoded_nor_computed()
    {
        using var metrics = new MetricRecorder("Moodstream.Inference", "image");
        await using var featurizer = PictureFeaturizer.Load(new InferenceOptions { Devices = "cpu:7" }, [PicturePooling.All[0]]);

        await Assert.ThrowsAnyAsync<OperationCanceledException>(
            () => featurizer.FeaturizeAsync([Pictures.Sample("rocket.jpg"), Pictures.Sample("coffee.jpg")], new CancellationToken(canceled: true)));

        Assert.Equal([1, 1], metrics["moodstream.inference.abandoned"]);
    }

    [Fact]
    public async Task The_device_tells_the_provider_that_its_session_got()
    {
        await using var featurizer = PictureFeaturizer.Load(new InferenceOptions { Devices = "cpu:3" }, PicturePooling.All);

        Assert.Equal(new InferenceDevice("cpu:3", "CPUExecutionProvider"), featurizer.Device);
    }

    [Fact]
    public void A_missing_network_is_named_with_the_setting_that_tells_where_it_is()
    {
        var exception = Assert.Throws<ModelBundleException>(() => PictureFeaturizer.Load(new InferenceOptions { Devices = "cpu", Networks = "nowhere" }, PicturePooling.All));

        Assert.Contains("Inference:Networks", exception.Message, StringComparison.Ordinal);
        Assert.DoesNotContain('\n', exception.Message);
    }

    private static async Task<float[]> FeaturesAsync(byte[] file, params PicturePooling[] poolings)
    {
        await using var featurizer = PictureFeaturizer.Load(new InferenceOptions { Devices = "cpu" }, poolings);
        var result = Assert.Single(await featurizer.FeaturizeAsync([file], TestContext.Current.CancellationToken));
        return result.Features.ToArray();
    }

    private static float[] ByChannel(ReadOnlySpan<byte> pixels)
    {
        var planes = new float[pixels.Length];
        for (var i = 0; i < pixels.Length; i++)
        {
            planes[(i % 3 * 224 * 224) + (i / 3)] = pixels[i];
        }

        return planes;
    }

    private static float[] RunFile(string network, float[] input)
    {
        using var session = new InferenceSession(Path.Combine(AppContext.BaseDirectory, "networks", $"{network}.onnx"));
        using var value = OrtValue.CreateTensorValueFromMemory(input, [1, 3, 224, 224]);
        using var outputs = session.Run(new RunOptions(), [session.InputNames[0]], [value], session.OutputNames);
        return outputs[0].GetTensorDataAsSpan<float>().ToArray();
    }
}
