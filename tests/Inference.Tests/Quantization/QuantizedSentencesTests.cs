using System.Numerics.Tensors;
using Moodstream.Inference.Options;
using Moodstream.Inference.Quantization;
using Moodstream.Inference.Sentence;

namespace Moodstream.Inference.Tests.Quantization;

[Trait("Category", "Network")]
public sealed class QuantizedSentencesTests(QuantizedSentencesTests.Measured measured) : IClassFixture<QuantizedSentencesTests.Measured>
{
    private static readonly InferenceOptions Cpu = new() { Devices = "cpu" };

    private static readonly string[] Texts =
        ["What a day!", "", "no", "I am not angry, only tired.", string.Join(' ', Enumerable.Repeat("a long and winding road", 12)), "😱 wait, what?!"];

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Vectors_in_bytes_are_nearly_those_in_floats_but_not_the_same()
    {
        await using var inFloats = SentenceFeaturizer.Load(Cpu, network: measured.Network);
        await using var inBytes = SentenceFeaturizer.Load(Cpu, network: measured.Network with { Ranges = measured.Ranges });

        var expected = await inFloats.FeaturizeAsync(Texts, Token);
        var actual = await inBytes.FeaturizeAsync(Texts, Token);

        Assert.All(expected.Zip(actual), pair => Assert.InRange(TensorPrimitives.CosineSimilarity<float>(pair.First, pair.Second), 0.99f, 0.99999f));
    }

    [Fact]
    public async Task A_vector_in_bytes_does_not_depend_on_the_company_in_a_batch()
    {
        await using var inBytes = SentenceFeaturizer.Load(Cpu, network: measured.Network with { Ranges = measured.Ranges });

        var together = await inBytes.FeaturizeAsync(Texts, Token);

        for (var i = 0; i < Texts.Length; i++)
        {
            Assert.Equal(together[i], Assert.Single(await inBytes.FeaturizeAsync([Texts[i]], Token)));
        }
    }

    [Fact]
    public async Task The_same_texts_give_the_same_ranges_in_whatever_order()
    {
        var again = await SentenceFeaturizer.MeasureAsync(Cpu, measured.Network, [.. Measured.Texts.Reverse()], Token);

        Assert.Equal(measured.Ranges.ToBytes(), again.ToBytes());
    }

    [Fact]
    public void Ranges_of_another_network_are_refused()
    {
        var exception = Assert.Throws<InvalidDataException>(
            () => SentenceFeaturizer.Load(Cpu, network: measured.Network with { Layers = measured.Network.Layers + 1, Ranges = measured.Ranges }));

        Assert.Contains("not those of the network", exception.Message, StringComparison.Ordinal);
    }

    public sealed class Measured : IAsyncLifetime
    {
        public static string[] Texts { get; } = [.. Enumerable.Range(0, 70).Select(i => $"text {i}: the {(i % 2 == 0 ? "best" : "worst")} day of {2000 + i}, so far")];

        public SentenceNetwork Network { get; } = new() { Layers = 2 };

        public NetworkRanges Ranges { get; private set; } = null!;

        public async ValueTask InitializeAsync() => Ranges = await SentenceFeaturizer.MeasureAsync(Cpu, Network, Texts);

        public ValueTask DisposeAsync() => ValueTask.CompletedTask;
    }
}
