using Moodstream.Inference.Bundles;
using Moodstream.TestKit;
using Moodstream.Trainer.Evaluation;
using Moodstream.Trainer.Export;
using Moodstream.Trainer.Modalities;
using Moodstream.Trainer.Recipes;
using Moodstream.Trainer.Scoring;
using Moodstream.Trainer.Training;
using TorchSharp;

namespace Moodstream.Trainer.Tests.Export;

[Trait("Category", "Training")]
public sealed class BundleExportTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task A_loaded_bundle_of_every_kind_gives_the_trainers_probabilities_fused_and_by_modality()
    {
        var plan = ToyPosts.Plan(_folder, ToyPosts.WriteTable(_folder, 24, withPictures: true), withPictures: true, 1);
        var session = new TrainingSession(plan);
        var data = await session.PrepareAsync(session.ReadCorpus(), null, TestContext.Current.CancellationToken);

        // Together these use every fusion, pooling, head and tower in every form.
        foreach (var (name, recipe) in new[]
        {
            ("common-space", Recipe.Modern), ("early", Recipe.Modern), ("late", Recipe.Modern), ("joint", Recipe.Paper), ("text", Recipe.Paper),
            ("joint", Recipe.Paper with { Pooling = "mean", WordPooling = WordPooling.Mean }), ("common-space", Recipe.Modern with { FitsPrior = true }),
        })
        {
            var kind = ModelKind.Of(name);
            await AssertServedAlikeAsync(kind, recipe with { Epochs = 3 }, data.Only(kind.Modalities));
        }
    }

    [Fact]
    public async Task A_bundle_of_three_modalities_gives_the_trainers_probabilities()
    {
        var plan = ToyPosts.Tagged(_folder, ToyPosts.WriteTable(_folder, 24, withPictures: true), "text", "image", "tags");
        var session = new TrainingSession(plan);
        var data = await session.PrepareAsync(session.ReadCorpus(), null, TestContext.Current.CancellationToken);

        foreach (var (name, recipe) in new[] { ("common-space", Recipe.Modern), ("early", Recipe.Paper), ("late", Recipe.Modern) })
        {
            await AssertServedAlikeAsync(ModelKind.Of(name).Over(plan.Model.Modalities), recipe with { Epochs = 3 }, data);
        }
    }

    [Theory]
    [InlineData(6)]
    [InlineData(2)]
    public async Task A_bundle_that_reads_sentences_gives_the_trainers_probabilities(int layers)
    {
        var plan = ToyPosts.Plan(_folder, ToyPosts.WriteTable(_folder, 24, withPictures: true), withPictures: true, 1);
        plan = plan with { Recipe = plan.Recipe with { ReadsSentences = true, SentenceLayers = layers } };
        var session = new TrainingSession(plan);
        var data = await session.PrepareAsync(session.ReadCorpus(), null, TestContext.Current.CancellationToken);

        foreach (var (name, recipe) in new[] { ("common-space", Recipe.Modern), ("text", Recipe.Paper) })
        {
            var kind = ModelKind.Of(name);
            await AssertServedAlikeAsync(kind, recipe with { Epochs = 3, ReadsSentences = true, SentenceLayers = layers }, data.Only(kind.Modalities));
        }
    }

    [Theory]
    [InlineData(6)]
    [InlineData(1)]
    public async Task A_bundle_whose_sentence_network_was_trained_gives_the_trainers_probabilities(int layers)
    {
        var recipe = Recipe.Modern with { Epochs = 2, ReadsSentences = true, SentenceLayers = layers, SentenceRank = 2, LearningRate = 0.05 };
        var plan = ToyPosts.Plan(_folder, ToyPosts.WriteTable(_folder, 24, withPictures: false), withPictures: false, 1) with { Recipe = recipe };
        var session = new TrainingSession(plan);
        var data = await session.PrepareAsync(session.ReadCorpus(), null, TestContext.Current.CancellationToken);

        await AssertServedAlikeAsync(ModelKind.Of("text"), recipe, data.Only(["text"]));
    }

    private async Task AssertServedAlikeAsync(ModelKind kind, Recipe recipe, PreparedData data)
    {
        var run = new SeedTrainer(kind, recipe, torch.CPU).Run(data, 1, null, TestContext.Current.CancellationToken);
        await using var bundle = await BundleWriter.WriteAsync(
            _folder.File($"{kind.Name}-{recipe.Name}"),
            BundleExport.Draft(kind.Name, run, data),
            cancellationToken: TestContext.Current.CancellationToken);
        var views = await BundleEvaluator.RunAsync(bundle, data.Test.Posts, null, TestContext.Current.CancellationToken);

        Assert.Equal(kind.Modalities, bundle.Info.Modalities.Select(modality => modality.Name));
        AssertAlike(run.Test, views[""], run.Temperature);
        foreach (var modality in kind.Modalities)
        {
            AssertAlike(run.TestByModality[modality], views[modality], run.Temperature);
        }
    }

    private static void AssertAlike(Predictions trained, Predictions served, double temperature)
    {
        Assert.Equal(trained.Posts, served.Posts);
        foreach (var (logits, logarithms) in trained.Logits.Zip(served.Logits))
        {
            Assert.Equal(
                Calibration.Softmax(logits, temperature),
                Calibration.Softmax(logarithms, 1),
                (expected, actual) => Math.Abs(expected - actual) < 1e-4);
        }
    }
}
