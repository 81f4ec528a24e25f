using Moodstream.Inference;

namespace Moodstream.Trainer.Tests;

public sealed class BundleExportTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task A_loaded_bundle_gives_the_trainers_probabilities_fused_and_by_modality()
    {
        var plan = ToyPosts.Plan(_folder, ToyPosts.WriteTable(_folder, 48, withPictures: true), withPictures: true, 1);
        await using var pictures = new CachedPictureFeatures(plan.Cache);
        var session = new TrainingSession(plan, pictures);
        var data = await session.PrepareAsync(session.ReadCorpus(), null, TestContext.Current.CancellationToken);
        var run = session.Train(data, _ => null, TestContext.Current.CancellationToken).Single();

        await using var bundle = await BundleWriter.WriteAsync(
            plan.Out, BundleExport.Draft(plan.Name, run, data, plan.Recipe.MaxWords), cancellationToken: TestContext.Current.CancellationToken);
        var views = await BundleEvaluator.RunAsync(bundle, data.Test.Posts, null, TestContext.Current.CancellationToken);

        Assert.Equal(["text", "image"], bundle.Info.Modalities);
        AssertAlike(run.Test, views[""], run.Temperature);
        AssertAlike(run.TestByModality["text"], views["text"], run.Temperature);
        AssertAlike(run.TestByModality["image"], views["image"], run.Temperature);
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
