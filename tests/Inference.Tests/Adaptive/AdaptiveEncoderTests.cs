using System.Text.Json;
using Moodstream.Abstractions.Models;
using Moodstream.Abstractions.Posts;
using Moodstream.Inference.Adaptive;
using Moodstream.Inference.Bundles;
using Moodstream.Inference.Models;
using Moodstream.Inference.Reading;
using Moodstream.Inference.Sentence;
using Moodstream.Inference.Text;
using Moodstream.TestKit;

namespace Moodstream.Inference.Tests.Adaptive;

[Trait("Category", "Network")]
public sealed class AdaptiveEncoderTests : IDisposable
{
    private static readonly WordsSettings Words = new() { Vectors = "text/vectors.bin", Projection = "text/projection.onnx", MaxTokens = 8, Reading = WordTokenizer.Version };

    private static readonly WordsAndSentenceSettings Sentences = new()
    {
        Vectors = Words.Vectors,
        Projection = "text/sentences.onnx",
        MaxTokens = 8,
        Reading = WordTokenizer.Version,
    };

    private static readonly PostContent[] Texts = [new() { Text = "good day" }, new() { Text = "bad" }, new() { Text = "good good bad day !" }, new() { Text = "bad !" }];

    private readonly TemporaryFolder _folder = new();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Each_text_is_answered_by_the_way_that_its_confidence_from_words_alone_asks_for()
    {
        var byWords = await AnswersAsync("words", Draft(Words.ToJson(), WordsSettings.Encoder));
        var bySentences = await AnswersAsync("sentences", Draft(Sentences.ToJson(), WordsAndSentenceSettings.Encoder));
        var threshold = byWords.Select(answer => answer.Fused.Confidence).Order().ElementAt(Texts.Length / 2);

        var answers = await AnswersAsync("adaptive", Draft(Adaptive(threshold)));

        Assert.Contains("words", answers.Select(answer => answer.Model.Path));
        Assert.Contains("sentences", answers.Select(answer => answer.Model.Path));
        for (var i = 0; i < Texts.Length; i++)
        {
            var isClear = byWords[i].Fused.Confidence >= threshold;
            Assert.Equal(isClear ? "words" : "sentences", answers[i].Model.Path);
            Assert.All((isClear ? byWords : bySentences)[i].Fused.Values.Zip(answers[i].Fused.Values), pair => Assert.Equal(pair.First, pair.Second, 1e-5f));
        }
    }

    [Fact]
    public async Task The_first_look_settles_the_clear_texts_without_a_device_and_nothing_else()
    {
        await using var model = await BundleWriter.WriteAsync(_folder.Path, Draft(Adaptive(threshold: 1)), TinyModel.Cpu, cancellationToken: Token);
        var encoder = model.Encoder(Modality.Text);

        var looked = await encoder.First!.EncodeAsync([new() { Text = "good day" }, new() { Text = "qqq" }, new() { Text = "bad" }], Token);

        Assert.NotNull(encoder.Device);
        Assert.Null(encoder.First.Device);
        Assert.Equal([false, true, false], looked.Select(embedding => embedding.IsSettled));
        Assert.Equal(0, looked[1].Coverage);
    }

    [Fact]
    public async Task A_threshold_that_is_no_share_is_refused()
    {
        var exception = await Assert.ThrowsAsync<ModelBundleException>(
            () => BundleWriter.WriteAsync(_folder.Path, Draft(Adaptive(threshold: 1.5f)), TinyModel.Cpu, cancellationToken: Token));

        Assert.Contains("'threshold'", exception.Message, StringComparison.Ordinal);
    }

    private static JsonElement Adaptive(float threshold) =>
        new AdaptiveSettings { Words = Words, Sentences = Sentences, Threshold = threshold }.ToJson();

    private static BundleDraft Draft(JsonElement settings, string encoder = AdaptiveSettings.Encoder)
    {
        var draft = TinyModel.Draft(image: false);
        return draft with
        {
            Modalities = [draft.Modalities[0] with { Encoder = encoder, Settings = settings }],
            Files = new Dictionary<string, byte[]>(draft.Files)
            {
                [Sentences.Projection] = TinyModel.Projection(TinyModel.Vectors.FeatureCount + SentenceFeaturizer.FeatureCount, 1),
            },
        };
    }

    private async Task<Verdict[]> AnswersAsync(string name, BundleDraft draft)
    {
        await using var model = await BundleWriter.WriteAsync(_folder.File(name), draft, TinyModel.Cpu, cancellationToken: Token);
        return [.. (await model.PredictAsync(Texts, cancellationToken: Token)).Select(prediction => prediction.Verdict!)];
    }
}
