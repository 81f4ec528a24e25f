using System.Collections.Immutable;
using Moodstream.Abstractions.Posts;
using Moodstream.Inference.Bundles;
using Moodstream.Inference.Models;
using Moodstream.Inference.Options;
using Moodstream.TestKit;
using Moodstream.Trainer.Datasets;
using Moodstream.Trainer.Errors;
using Moodstream.Trainer.Export;
using Moodstream.Trainer.Joining;
using Moodstream.Trainer.Quantizing;
using Moodstream.Trainer.Training;
using TorchSharp;

namespace Moodstream.Trainer.Tests.Joining;

[Trait("Category", "Network")]
public sealed class JoinedSpaceTests : IDisposable
{
    private static readonly PostContent[] Posts =
    [
        new() { Text = "the sunny laugh and the party and the hug" },
        new() { Text = "a ghost and a hug in the dark" },
        new() { Text = "the and 7" },
        new() { Text = "alone and a laugh", Image = Pictures.Png() },
        new() { Image = Pictures.Png() },
    ];

    private readonly TemporaryFolder _folder = new();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task A_joined_bundle_answers_each_post_as_the_bundle_does_whose_way_it_goes()
    {
        var words = await TrainAsync("words", readsSentences: false);
        var sentences = await TrainAsync("sentences", readsSentences: true);
        var byWords = await PredictAsync(words);
        var bySentences = await PredictAsync(sentences);
        var confidences = byWords.Where(prediction => prediction.Verdict!.Opinions[0].Modality == Modality.Text)
            .Select(prediction => prediction.Verdict!.Opinions[0].Distribution.Confidence);

        var joined = await PredictAsync(new JoinedSpace(words, sentences).Join("joined", confidences.Order().ElementAt(2), words.Temperature, sentences.Temperature));

        Assert.Null(joined[^1].Verdict!.Model.Path);
        Assert.Equal(["sentences", "words"], joined.Select(prediction => prediction.Verdict!.Model.Path).OfType<string>().Distinct().Order());
        for (int post = 0; post < Posts.Length; post++)
        {
            var verdict = joined[post].Verdict!;
            var source = (verdict.Model.Path == "words" ? byWords : bySentences)[post].Verdict!;
            Assert.All(source.Fused.Values.Zip(verdict.Fused.Values), pair => Assert.Equal(pair.First, pair.Second, 1e-5f));
            Assert.Equal(source.Opinions.Select(opinion => opinion.Modality), verdict.Opinions.Select(opinion => opinion.Modality));
            Assert.Equal(source.Opinions[0].Distribution.Confidence, verdict.Opinions[0].Distribution.Confidence, 1e-5f);
        }
    }

    [Fact]
    public async Task Bundles_that_do_not_fit_together_are_refused_with_what_must_be_alike()
    {
        var words = await TrainAsync("words", readsSentences: false);

        Assert.Contains("'words' and 'words+sentence', in this order", Refusal(words, words), StringComparison.Ordinal);
        Assert.Contains("the same labels", Refusal(words, words with { Labels = ["joy", "dread"] }), StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_only_one_of_the_two_computes_in_bytes_the_joined_bundle_computes_in_floats()
    {
        var words = await TrainAsync("words", readsSentences: false);
        var sentences = await TrainAsync("sentences", readsSentences: true);
        ImmutableArray<LabelledPost> train = [new("toy", "", "a sunny day", Directory.GetFiles(_folder.Path, "*.png")[0], 0)];
        async Task<BundleDraft> QuantizeAsync(BundleDraft draft) =>
            await new QuantizedDraft(draft, train, 1, new InferenceOptions { Devices = "cpu" }).MakeAsync(draft.Name, Token);
        var (wordsInBytes, sentencesInBytes) = (await QuantizeAsync(words), await QuantizeAsync(sentences));

        Assert.Empty(RangesOf(new JoinedSpace(wordsInBytes, sentences).Join("joined", 0.5, 1, 1)));
        Assert.Equal(["minilm-ranges.onnx"], RangesOf(new JoinedSpace(words, sentencesInBytes).Join("joined", 0.5, 1, 1)));
        var both = new JoinedSpace(wordsInBytes, sentencesInBytes).Join("joined", 0.5, 1, 1);
        Assert.Equal(["minilm-ranges.onnx", "resnet18-ranges.onnx"], RangesOf(both));
        Assert.Equal(Posts.Length, (await PredictAsync(both)).Count(prediction => prediction.Verdict is not null));
    }

    private static IEnumerable<string> RangesOf(BundleDraft draft) => draft.Files.Keys.Where(file => file.Contains("ranges", StringComparison.Ordinal)).Order();

    private static string Refusal(BundleDraft words, BundleDraft sentences) =>
        Assert.Throws<TrainerException>(() => new JoinedSpace(words, sentences).Check()).Message;

    private async Task<BundleDraft> TrainAsync(string name, bool readsSentences)
    {
        var plan = ToyPosts.Plan(_folder, ToyPosts.WriteTable(_folder, 24, withPictures: true), withPictures: true, 1);
        plan = plan with { Recipe = plan.Recipe with { Epochs = 6, ReadsSentences = readsSentences } };
        TrainingSession session = new(plan);
        var data = await session.PrepareAsync(session.ReadCorpus(), null, Token);
        return BundleExport.Draft(name, new SeedTrainer(plan.Model, plan.Recipe, torch.CPU).Run(data, 1, null, Token), data);
    }

    private async Task<IReadOnlyList<Prediction>> PredictAsync(BundleDraft draft)
    {
        await using var model = await BundleWriter.WriteAsync(_folder.File(draft.Name), draft, cancellationToken: Token);
        return await model.PredictAsync(Posts, cancellationToken: Token);
    }
}
