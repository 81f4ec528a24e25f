using System.Text.Json;
using Moodstream.Abstractions.Models;
using Moodstream.Abstractions.Posts;
using Moodstream.Inference.Bundles;
using Moodstream.Inference.Models;
using Moodstream.TestKit;

namespace Moodstream.Inference.Tests.Bundles;

/// <summary>The models that come with the repository, on sentences that no training saw.</summary>
[Trait("Category", "Network")]
public sealed class ShippedModelTests
{
    private const double MostVariation = 0.10;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    /// <summary>Folder of the cases, which are kept beside the repository.</summary>
    private static string Cases => Environment.GetEnvironmentVariable("MOODSTREAM_CASES") ?? Path.Combine(Repository.Root, "..", "shared", "cases");

    [Theory]
    [InlineData("default")]
    [InlineData("words")]
    [InlineData("accurate")]
    public async Task Spellings_that_mean_the_same_are_answered_alike(string bundle)
    {
        var pairs = Read("text-pairs.tsv").Select(row => (First: Text(row[1]), Second: Text(row[2]))).ToList();
        await using var model = await ModelBundle.LoadAsync(Repository.Bundle(bundle), TinyModel.Cpu, cancellationToken: Token);

        var first = await AnswersAsync(model, pairs.Select(pair => pair.First));
        var second = await AnswersAsync(model, pairs.Select(pair => pair.Second));

        var alike = first.Zip(second).Count(pair => pair.First.Top == pair.Second.Top && VariationOf(pair.First, pair.Second) <= MostVariation);
        Assert.InRange(alike, 95, pairs.Count);
    }

    [Theory]
    [InlineData("default", "I am so happy today", "joy")]
    [InlineData("default", "😭😭", "sadness")]
    [InlineData("default", "🤢", "disgust")]
    [InlineData("default", "#sohappy", "joy")]
    [InlineData("accurate", "I am so happy today", "joy")]
    [InlineData("accurate", "💔", "sadness")]
    [InlineData("accurate", "🤮", "disgust")]
    [InlineData("accurate", "what the f**k is wrong with you", "anger")]
    public async Task Plain_feelings_are_understood(string bundle, string text, string emotion)
    {
        await using var model = await ModelBundle.LoadAsync(Repository.Bundle(bundle), TinyModel.Cpu, cancellationToken: Token);

        Assert.Equal(emotion, Assert.Single(await AnswersAsync(model, [text])).Top);
    }

    [Theory]
    [InlineData("default")]
    [InlineData("words")]
    [InlineData("accurate")]
    public async Task Of_what_cannot_be_read_no_emotion_is_made_up(string bundle)
    {
        await using var model = await ModelBundle.LoadAsync(Repository.Bundle(bundle), TinyModel.Cpu, cancellationToken: Token);

        var predictions = await model.PredictAsync(
            [new() { Text = "Estoy muy feliz hoy" }, new() { Text = "今日はとても嬉しいです" }, new() { Text = "12345 ." }], cancellationToken: Token);

        Assert.Equal(["es", "ja", null], predictions.Select(prediction => prediction.Verdict!.Language));
        Assert.All(predictions, prediction => Assert.Equal(0, prediction.Verdict!.Coverage));
        Assert.All(predictions, prediction => Assert.Equal("neutral", prediction.Verdict!.Fused.Top));
        Assert.All(predictions, prediction => Assert.InRange(prediction.Verdict!.Fused.Confidence, 0, 0.5f));
    }

    private static List<string[]> Read(string file)
    {
        var path = Path.Combine(Cases, file);
        Assert.SkipUnless(File.Exists(path), $"The cases are not there; set MOODSTREAM_CASES to the folder of {file}.");
        return [.. File.ReadLines(path).Skip(1).Where(line => line.Length > 0).Select(line => line.Split('\t'))];
    }

    private static string Text(string json) => JsonSerializer.Deserialize<string>(json)!;

    private static async Task<List<EmotionDistribution>> AnswersAsync(IEmotionModel model, IEnumerable<string> texts) =>
        [.. (await model.PredictAsync([.. texts.Select(text => new PostContent { Text = text })], cancellationToken: Token)).Select(prediction => prediction.Verdict!.Fused)];

    private static double VariationOf(EmotionDistribution first, EmotionDistribution second) => first.Values.Zip(second.Values, (a, b) => Math.Abs(a - b)).Sum() / 2;
}
