using Moodstream.Abstractions.Posts;
using Moodstream.Inference.Bundles;
using Moodstream.Inference.Models;
using Moodstream.TestKit;
using Moodstream.Trainer.Errors;
using Moodstream.Trainer.Export;
using Moodstream.Trainer.Joining;
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
