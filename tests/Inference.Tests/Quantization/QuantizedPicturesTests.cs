using System.Numerics.Tensors;
using Microsoft.ML.OnnxRuntime;
using Moodstream.Inference.Onnx;
using Moodstream.Inference.Options;
using Moodstream.Inference.Quantization;
using Moodstream.Inference.Vision;
using Moodstream.TestKit;

namespace Moodstream.Inference.Tests.Quantization;

[Trait("Category", "Network")]
public sealed class QuantizedPicturesTests
{
    private static readonly InferenceOptions Cpu = new() { Devices = "cpu" };
    private static readonly NetworkFolder Networks = new(Cpu);
    private static readonly string[] Files = ["chelsea.jpg", "coffee.jpg", "rocket.jpg"];

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Features_in_bytes_are_nearly_those_in_floats_whether_weights_are_whole_numbers_or_fractions()
    {
        var ranges = await PictureFeaturizer.MeasureAsync(Cpu, [.. Files.Select(file => (ReadOnlyMemory<byte>)Pictures.Sample(file)), "no picture"u8.ToArray()], Token);
        byte[][] pixels = await Task.WhenAll(Files.Select(DecodeAsync));

        var inFloats = Run(ResNet18.Load(Networks, PicturePooling.All), pixels);
        var inBytes = Run(ResNet18.Load(Networks, PicturePooling.All, ranges), pixels);
        var inFractions = Run(ResNet18.Load(Networks, PicturePooling.All, ranges, inIntegers: false), pixels, asFractions: true);

        Assert.All(inFloats.Zip(inBytes), pair => Assert.InRange(Likeness(pair), 0.98f, 0.99999f));
        Assert.All(inBytes.Zip(inFractions), pair => Assert.InRange(Likeness(pair), 0.999f, 1.00001f));
    }

    [Fact]
    public async Task Measuring_changes_no_feature()
    {
        byte[][] pixels = await Task.WhenAll(Files.Select(DecodeAsync));

        var plain = Run(ResNet18.Load(Networks, PicturePooling.All), pixels);
        var measured = Run(ResNet18.Load(Networks, PicturePooling.All, meter: new RangeMeter()), pixels);

        Assert.All(plain.Zip(measured), pair => Assert.All(pair.First.Zip(pair.Second), numbers => Assert.Equal(numbers.First, numbers.Second, 1e-3f)));
    }

    private static float Likeness((float[] First, float[] Second) pair) => TensorPrimitives.CosineSimilarity<float>(pair.First, pair.Second);

    private static async Task<byte[]> DecodeAsync(string file)
    {
        using var decoded = await new PictureDecoder(new PictureOptions()).DecodeAsync(Pictures.Sample(file), ResNet18.Side, ResNet18.Side, Token);
        return decoded.Picture!.Pixels.ToArray();
    }

    private static float[][] Run(byte[] network, byte[][] pictures, bool asFractions = false)
    {
        using var options = OnnxSessions.CreateOptions();
        // As sessions on GPUs have it.
        options.AddSessionConfigEntry("session.disable_quant_qdq", asFractions ? "1" : "0");
        using InferenceSession session = new(network, options);
        using RunOptions run = new();
        return
        [
            .. pictures.Select(picture =>
            {
                using var pixels = OrtValue.CreateTensorValueFromMemory(picture, [1, ResNet18.Side, ResNet18.Side, 3]);
                using var outputs = session.Run(run, [ResNet18.Input], [pixels], [ResNet18.Output]);
                return outputs[0].GetTensorDataAsSpan<float>().ToArray();
            }),
        ];
    }
}
