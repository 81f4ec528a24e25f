using Moodstream.Abstractions.Posts;
using Moodstream.Inference.Bundles;
using Moodstream.Inference.Models;
using Moodstream.Inference.Options;
using Moodstream.Inference.Vision;
using Moodstream.TestKit;

namespace Moodstream.Inference.Tests.Encoders;

[Trait("Category", "Network")]
public sealed class EncoderTests(EncoderTests.LoadedModel loaded) : IClassFixture<EncoderTests.LoadedModel>
{
    private readonly IEmotionModel _model = loaded.Model;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Words_become_the_projection_of_their_features()
    {
        float[] features = [1, 0, 0.5f, 1, 0, 0.5f];

        var encoded = Assert.Single(await _model.Encoder(Modality.Text).EncodeAsync([new() { Text = "GOOD" }], Token));

        var weights = TinyModel.Numbers(24, 1);
        var bias = TinyModel.Numbers(4, 2);
        for (var row = 0; row < 4; row++)
        {
            Assert.Equal(bias[row] + features.Select((x, column) => x * weights[(row * 6) + column]).Sum(), encoded.Vector[row], 1e-5f);
        }

        Assert.Null(encoded.Failure);
    }

    [Fact]
    public async Task All_words_of_a_long_text_count()
    {
        var encoder = _model.Encoder(Modality.Text);
        var eight = string.Concat(Enumerable.Repeat("good ", 8));

        var encoded = await encoder.EncodeAsync(
            [new() { Text = eight }, new() { Text = eight + eight }, new() { Text = eight + eight.Replace("good", "bad", StringComparison.Ordinal) }, new() { Text = "unheard" }], Token);

        Assert.Equal(encoded[0].Vector.AsEnumerable(), encoded[1].Vector.AsEnumerable());
        Assert.NotEqual(encoded[0].Vector.AsEnumerable(), encoded[2].Vector.AsEnumerable());
        Assert.NotEqual(encoded[0].Vector.AsEnumerable(), encoded[3].Vector.AsEnumerable());
        Assert.Equal(4, encoded[3].Vector.Length);
    }

    [Fact]
    public async Task A_picture_that_cannot_be_decoded_fails_alone()
    {
        var encoded = await _model.Encoder(Modality.Image).EncodeAsync(
            [new() { Image = Pictures.Jpeg() }, new() { Image = "no picture"u8.ToArray() }, new() { Image = Pictures.Png() }], Token);

        Assert.Equal([null, "picture-format", null], encoded.Select(each => each.Failure?.Type));
        Assert.Equal([4, 0, 4], encoded.Select(each => each.Vector.Length));
        Assert.All(encoded, each => Assert.True(each.DecodeMs >= 0 && each.EmbedMs >= 0));
    }

    [Fact]
    public async Task Picture_features_that_this_build_does_not_have_are_named()
    {
        using TemporaryFolder folder = new();
        var draft = TinyModel.Draft();
        var settings = new ResNet18Settings { Projection = "image/projection.onnx", Poolings = ["layer9-mean"] };
        draft = draft with { Modalities = [draft.Modalities[0], draft.Modalities[1] with { Settings = settings.ToJson() }] };

        var exception = await Assert.ThrowsAsync<ModelBundleException>(() => BundleWriter.WriteAsync(folder.Path, draft, cancellationToken: Token));

        Assert.Contains("'layer9-mean'", exception.Message, StringComparison.Ordinal);
        Assert.Contains("layer3-max", exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Every_device_gives_the_same_vectors()
    {
        PostContent[] contents = [new() { Image = Pictures.Sample("coffee.jpg") }];

        var first = Assert.Single(await _model.Encoder(Modality.Image, "cpu:0").EncodeAsync(contents, Token));
        var second = Assert.Single(await _model.Encoder(Modality.Image, "cpu:1").EncodeAsync(contents, Token));

        Assert.Equal(["cpu:0", "cpu:1"], _model.Devices.Select(device => device.Id));
        Assert.NotSame(_model.Encoder(Modality.Image, "cpu:0"), _model.Encoder(Modality.Image, "cpu:1"));
        Assert.Same(_model.Encoder(Modality.Text, "cpu:0"), _model.Encoder(Modality.Text, "cpu:1"));
        Assert.All(first.Vector.AsEnumerable().Zip(second.Vector.AsEnumerable()), pair => Assert.Equal(pair.First, pair.Second, 1e-6f));
    }

    [Fact]
    public void An_encoder_applies_to_what_brings_its_modality()
    {
        Assert.True(_model.Encoder(Modality.Text).Applies(new() { Text = "…" }));
        Assert.False(_model.Encoder(Modality.Text).Applies(new() { Text = " \n" }));
        Assert.False(_model.Encoder(Modality.Text).Applies(new() { Image = new byte[1] }));
        Assert.True(_model.Encoder(Modality.Image).Applies(new() { Image = new byte[1] }));
        Assert.False(_model.Encoder(Modality.Image).Applies(new() { Image = ReadOnlyMemory<byte>.Empty }));
        Assert.False(_model.Encoder(Modality.Image).Applies(new() { Text = "a" }));
    }

    [Fact]
    public void An_unknown_modality_or_device_is_named()
    {
        Assert.Contains("'sound'", Assert.Throws<KeyNotFoundException>(() => _model.Encoder(new Modality("sound"))).Message, StringComparison.Ordinal);
        Assert.Contains("'cuda:0'", Assert.Throws<KeyNotFoundException>(() => _model.Encoder(Modality.Text, "cuda:0")).Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_content_gets_its_answer_or_its_failure()
    {
        var predictions = await _model.PredictAsync(
            [
                new() { Text = "good" },
                new() { Text = "good", Image = Pictures.Gif() },
                new() { Text = "good", Image = "no picture"u8.ToArray() },
                new() { Image = "no picture"u8.ToArray() },
                new(),
            ],
            cancellationToken: Token);

        Assert.Equal([1, 2, 1, null, null], predictions.Select(prediction => prediction.Verdict?.Opinions.Length));
        Assert.Equal([null, null, "picture-format", "picture-format", null], predictions.Select(prediction => prediction.Failure?.Type));
        Assert.Equal([null, null, "picture-format", null, null], predictions.Select(prediction => prediction.Unread?["image"]));
    }

    public sealed class LoadedModel : IAsyncLifetime
    {
        private readonly TemporaryFolder _folder = new();

        public IEmotionModel Model { get; private set; } = null!;

        public async ValueTask InitializeAsync() =>
            Model = await BundleWriter.WriteAsync(_folder.Path, TinyModel.Draft(), new InferenceOptions { Devices = "cpu:0,cpu:1" });

        public async ValueTask DisposeAsync()
        {
            await Model.DisposeAsync();
            _folder.Dispose();
        }
    }
}
