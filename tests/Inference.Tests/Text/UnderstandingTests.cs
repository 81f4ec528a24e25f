using Moodstream.Inference.Bundles;
using Moodstream.Inference.Models;
using Moodstream.Inference.Options;
using Moodstream.TestKit;

namespace Moodstream.Inference.Tests.Text;

/// <summary>What a model says of texts that it reads, reads in part, or does not read.</summary>
[Trait("Category", "Unit")]
public sealed class UnderstandingTests : IDisposable
{
    private const string German = "das ist good";

    private readonly TemporaryFolder _folder = new();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Coverage_is_the_share_of_words_and_emoji_that_the_model_knows()
    {
        await using var model = await WriteAsync();

        Assert.Equal(1, await CoverageAsync(model, "good day!"));
        Assert.Equal(0.5f, await CoverageAsync(model, "good 😱"));
        Assert.Equal(0.25f, await CoverageAsync(model, "a very unheard day 12 @joe https://x.example"));
        Assert.Equal(0, await CoverageAsync(model, "12 !!!"));
    }

    [Fact]
    public async Task Words_of_a_language_that_the_model_does_not_read_are_not_read()
    {
        await using var model = await WriteAsync();

        var verdict = (await model.PredictAsync([new() { Text = German }], cancellationToken: Token))[0].Verdict!;

        Assert.Equal(("de", 0f), (verdict.Language, verdict.Coverage));
        Assert.All(verdict.Fused.Values, value => Assert.Equal(1f / 3, value, 1e-5f));
    }

    [Fact]
    public async Task The_language_that_a_post_gives_counts_before_what_its_words_tell()
    {
        await using var model = await WriteAsync();

        var verdict = (await model.PredictAsync([new() { Text = German, Language = "en-GB" }], cancellationToken: Token))[0].Verdict!;

        Assert.Equal("en-GB", verdict.Language);
        Assert.Equal(1f / 3, verdict.Coverage!.Value, 1e-5f);
    }

    [Fact]
    public async Task A_model_that_names_no_language_reads_every_one()
    {
        await using var model = await WriteAsync(language: null);

        Assert.Equal(1f / 3, await CoverageAsync(model, German), 1e-5f);
    }

    [Fact]
    public async Task A_picture_speaks_for_a_post_whose_text_cannot_be_read()
    {
        await using var model = await BundleWriter.WriteAsync(_folder.Path, TinyModel.Draft() with { Languages = ["en"] }, TinyModel.Cpu, cancellationToken: Token);
        var picture = Pictures.Jpeg();

        var predictions = await model.PredictAsync([new() { Text = German, Image = picture }, new() { Image = picture }], cancellationToken: Token);

        Assert.Equal(2, predictions[0].Verdict!.Opinions.Length);
        Assert.All(predictions[1].Verdict!.Fused.Values, (value, i) => Assert.Equal(value, predictions[0].Verdict!.Fused.Values[i], 1e-5f));
        Assert.Null(predictions[1].Verdict!.Coverage);
    }

    [Fact]
    public async Task By_the_settings_what_is_not_read_is_unknown()
    {
        await (await WriteAsync()).DisposeAsync();
        await using var model = await LoadAsync(UnreadTexts.Unknown);

        var predictions = await model.PredictAsync([new() { Text = German }, new() { Text = "good day" }], cancellationToken: Token);

        Assert.Equal(("unknown", 1f), (predictions[0].Verdict!.Fused.Top, predictions[0].Verdict!.Fused.Confidence));
        Assert.NotEqual("unknown", predictions[1].Verdict!.Fused.Top);
        Assert.Equal(TinyModel.Labels.Add("unknown"), predictions[1].Verdict!.Fused.Labels);
    }

    [Fact]
    public async Task By_the_settings_a_language_that_is_not_read_is_refused()
    {
        await (await WriteAsync()).DisposeAsync();
        await using var model = await LoadAsync(UnreadTexts.Refuse);

        var predictions = await model.PredictAsync([new() { Text = German }, new() { Text = "unheard" }], cancellationToken: Token);

        Assert.Equal("text-language", predictions[0].Failure!.Type);
        Assert.Contains("'de'", predictions[0].Failure!.Message, StringComparison.Ordinal);
        Assert.NotNull(predictions[1].Verdict);
    }

    [Fact]
    public async Task A_bundle_that_learnt_from_texts_that_were_read_otherwise_is_refused()
    {
        var draft = TinyModel.Draft(image: false);
        var text = draft.Modalities[0] with { Settings = new Moodstream.Inference.Text.WordsSettings { Vectors = "text/vectors.bin", Projection = "text/projection.onnx", MaxTokens = 8 }.ToJson() };

        var exception = await Assert.ThrowsAsync<ModelBundleException>(
            () => BundleWriter.WriteAsync(_folder.Path, draft with { Modalities = [text] }, TinyModel.Cpu, cancellationToken: Token));

        Assert.Contains("learnt from texts as reading 1", exception.Message, StringComparison.Ordinal);
    }

    private static async Task<float> CoverageAsync(IEmotionModel model, string text) =>
        (await model.PredictAsync([new() { Text = text }], cancellationToken: Token))[0].Verdict!.Coverage!.Value;

    private Task<IEmotionModel> WriteAsync(string? language = "en") => BundleWriter.WriteAsync(
        _folder.Path, TinyModel.Draft(image: false) with { Languages = language is null ? [] : [language] }, TinyModel.Cpu, cancellationToken: Token);

    private Task<IEmotionModel> LoadAsync(string unread) =>
        ModelBundle.LoadAsync(_folder.Path, new InferenceOptions { Devices = "cpu", UnreadTexts = unread }, cancellationToken: Token);
}
