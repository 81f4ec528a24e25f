using Moodstream.Abstractions.Posts;
using Moodstream.Inference.Bundles;
using Moodstream.Inference.Models;
using Moodstream.Inference.Reading;
using Moodstream.Inference.Sentence;
using Moodstream.TestKit;

namespace Moodstream.Inference.Tests.Sentence;

[Trait("Category", "Network")]
public sealed class WordsAndSentenceEncoderTests : IDisposable
{
    private static readonly int Features = TinyModel.Vectors.FeatureCount + SentenceFeaturizer.FeatureCount;

    private readonly TemporaryFolder _folder = new();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task A_vector_is_the_projection_of_the_words_features_beside_the_sentence_vector()
    {
        await using var model = await BundleWriter.WriteAsync(_folder.Path, Draft(maxTokens: 8), TinyModel.Cpu, cancellationToken: Token);
        await using var sentences = SentenceFeaturizer.Load(TinyModel.Cpu);
        var encoder = model.Encoder(Modality.Text);

        var encoded = await encoder.EncodeAsync([new() { Text = "GOOD" }, new() { Text = "unheard" }], Token);

        float[] words = [1, 0, 0.5f, 1, 0, 0.5f];
        float[] features = [.. words, .. (await sentences.FeaturizeAsync(["GOOD"], Token))[0]];
        var weights = TinyModel.Numbers(Features * TinyModel.Dimension, 1);
        var bias = TinyModel.Numbers(TinyModel.Dimension, 2);
        for (var row = 0; row < TinyModel.Dimension; row++)
        {
            var expected = bias[row] + features.Select((x, column) => x * weights[(row * Features) + column]).Sum();
            Assert.Equal(expected, encoded[0].Vector[row], 1e-4f);
        }

        Assert.NotEqual(encoded[0].Vector.AsEnumerable(), encoded[1].Vector.AsEnumerable());
        Assert.All(encoded, each => Assert.True(each.Failure is null && each.DecodeMs >= 0 && each.EmbedMs > 0));
        Assert.True(encoder.Applies(new() { Text = "…" }));
        Assert.False(encoder.Applies(new() { Text = " " }));
        Assert.False(encoder.Applies(new() { Image = new byte[1] }));
    }

    [Fact]
    public async Task A_bundle_names_the_network_and_its_word_pieces_and_answers_the_same_when_loaded_again()
    {
        await using var written = await BundleWriter.WriteAsync(_folder.Path, Draft(maxTokens: 8), TinyModel.Cpu, cancellationToken: Token);
        await using var loaded = await ModelBundle.LoadAsync(_folder.Path, TinyModel.Cpu, cancellationToken: Token);
        PostContent[] posts = [new() { Text = "bad day" }, new() { Text = "an unheard sentence of some length" }];

        var first = await written.PredictAsync(posts, cancellationToken: Token);
        var second = await loaded.PredictAsync(posts, cancellationToken: Token);

        var manifest = await ModelBundle.ReadManifestAsync(_folder.Path, Token);
        Assert.Equal(["minilm", "minilm-vocabulary.txt"], manifest.Externals.Select(external => external.Name));
        Assert.Equal(first.Select(each => each.Verdict!.Fused), second.Select(each => each.Verdict!.Fused));
    }

    [Theory]
    [InlineData(0, null, "'maxTokens'")]
    [InlineData(8, 0, "'layers'")]
    [InlineData(8, 7, "'layers'")]
    public async Task A_number_of_words_or_layers_out_of_range_is_refused(int maxTokens, int? layers, string named)
    {
        var exception = await Assert.ThrowsAsync<ModelBundleException>(
            () => BundleWriter.WriteAsync(_folder.Path, Draft(maxTokens, layers), TinyModel.Cpu, cancellationToken: Token));

        Assert.Contains(named, exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Ranges_of_another_network_or_of_none_are_refused_and_its_own_are_taken()
    {
        var ranges = await SentenceFeaturizer.MeasureAsync(TinyModel.Cpu, new SentenceNetwork { Layers = 1 }, ["good day", "bad day"], Token);

        await using var model = await WriteAsync(1, ranges.ToBytes());
        var odd = await Assert.ThrowsAsync<ModelBundleException>(() => WriteAsync(2, ranges.ToBytes()));
        var none = await Assert.ThrowsAsync<ModelBundleException>(() => WriteAsync(1, [1, 2, 3]));

        Assert.NotNull((await model.PredictAsync([new() { Text = "good day" }], cancellationToken: Token))[0].Verdict);
        Assert.Contains("modality 'text': The ranges are not those of the network's values.", odd.Message, StringComparison.Ordinal);
        Assert.Contains("'ranges.onnx'", none.Message, StringComparison.Ordinal);

        Task<IEmotionModel> WriteAsync(int layers, byte[] file)
        {
            var draft = Draft(maxTokens: 8, layers, ranges: "ranges.onnx");
            return BundleWriter.WriteAsync(
                _folder.Path, draft with { Files = new Dictionary<string, byte[]>(draft.Files) { ["ranges.onnx"] = file } }, TinyModel.Cpu, cancellationToken: Token);
        }
    }

    private static BundleDraft Draft(int maxTokens, int? layers = null, string? ranges = null)
    {
        var draft = TinyModel.Draft(image: false);
        WordsAndSentenceSettings settings = new()
        {
            Vectors = "text/vectors.bin",
            Projection = "text/projection.onnx",
            MaxTokens = maxTokens,
            Layers = layers,
            Ranges = ranges,
            Reading = WordTokenizer.Version,
        };
        return draft with
        {
            Modalities = [draft.Modalities[0] with { Encoder = WordsAndSentenceSettings.Encoder, Settings = settings.ToJson() }],
            Files = new Dictionary<string, byte[]>(draft.Files) { [settings.Projection] = TinyModel.Projection(Features, 1) },
        };
    }
}
