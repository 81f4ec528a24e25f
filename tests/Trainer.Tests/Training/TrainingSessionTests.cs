using Moodstream.TestKit;
using Moodstream.Trainer.Evaluation;
using Moodstream.Trainer.Modalities;
using Moodstream.Trainer.Training;
using TorchSharp;

namespace Moodstream.Trainer.Tests.Training;

[Trait("Category", "Training")]
public sealed class TrainingSessionTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task A_learnable_set_is_learnt()
    {
        var (_, run) = await TrainAsync(seed: 1);

        Assert.Equal(1, ViewScores.Score(run.Test, ["fear", "joy"]).Accuracy);
    }

    [Fact]
    public async Task The_same_seed_gives_the_same_logits_and_another_seed_others()
    {
        var (_, first) = await TrainAsync(seed: 3);
        var (_, again) = await TrainAsync(seed: 3);
        var (_, other) = await TrainAsync(seed: 4);

        Assert.Equal(first.Test.Logits.SelectMany(logits => logits), again.Test.Logits.SelectMany(logits => logits));
        Assert.NotEqual(first.Test.Logits.SelectMany(logits => logits), other.Test.Logits.SelectMany(logits => logits));
    }

    [Fact]
    public async Task A_run_that_was_stopped_goes_on_and_ends_as_one_that_was_not()
    {
        var (data, whole) = await TrainAsync(seed: 5);
        var plan = ToyPosts.Plan(_folder, _folder.File("posts.csv"), withPictures: false, 5);
        plan.Checkpoints.Delete();
        SeedTrainer trainer = new(plan.Model, plan.Recipe, torch.CPU, plan.Checkpoints);
        using CancellationTokenSource stop = new();
        var steps = 0;

        Assert.Throws<OperationCanceledException>(() => trainer.Run(data, 5, new DirectProgress<TrainingStep>(step => StopAt(step, 7)), stop.Token));
        var resumed = trainer.Run(data, 5, new DirectProgress<TrainingStep>(_ => steps++), TestContext.Current.CancellationToken);

        Assert.Equal((plan.Recipe.Epochs * 2) - 7, steps);
        Assert.Equal(whole.Test.Logits.SelectMany(logits => logits), resumed.Test.Logits.SelectMany(logits => logits));
        Assert.Equal(whole.EpochLosses, resumed.EpochLosses);

        void StopAt(TrainingStep step, int last)
        {
            if (step.Step == last)
            {
                stop.Cancel();
            }
        }
    }

    [Fact]
    public async Task A_checkpoint_of_other_settings_is_not_used()
    {
        var (data, _) = await TrainAsync(seed: 6);
        var plan = ToyPosts.Plan(_folder, _folder.File("posts.csv"), withPictures: false, 6);
        var steps = 0;

        new SeedTrainer(plan.Model, plan.Recipe with { Epochs = 2 }, torch.CPU, plan.Checkpoints)
            .Run(data, 6, new DirectProgress<TrainingStep>(_ => steps++), TestContext.Current.CancellationToken);

        Assert.Equal(2 * 2, steps);
    }

    [Fact]
    public async Task A_post_without_a_picture_is_classified_by_its_words_alone()
    {
        var table = ToyPosts.WriteTable(_folder, 64, withPictures: true);
        var lines = await File.ReadAllLinesAsync(table, TestContext.Current.CancellationToken);
        lines[^1] = lines[^1].Replace("63.png", "", StringComparison.Ordinal);
        await File.WriteAllLinesAsync(table, lines, TestContext.Current.CancellationToken);
        var plan = ToyPosts.Plan(_folder, table, withPictures: true, 1);
        var session = new TrainingSession(plan);

        var data = await session.PrepareAsync(session.ReadCorpus(), null, TestContext.Current.CancellationToken);
        var run = session.Train(data, _ => null, TestContext.Current.CancellationToken).Single();

        Assert.Equal(16, run.Test.Posts.Length);
        Assert.Equal(16, run.TestByModality["text"].Posts.Length);
        Assert.Equal(15, run.TestByModality["image"].Posts.Length);
        Assert.Equal(run.Test.Logits[^1], run.TestByModality["text"].Logits[^1]);
    }

    private async Task<(PreparedData Data, SeedRun Run)> TrainAsync(int seed)
    {
        var plan = ToyPosts.Plan(_folder, ToyPosts.WriteTable(_folder, 64, withPictures: false), withPictures: false, seed);
        var session = new TrainingSession(plan);
        var data = await session.PrepareAsync(session.ReadCorpus(), null, TestContext.Current.CancellationToken);
        return (data, session.Train(data, _ => null, TestContext.Current.CancellationToken).Single());
    }
}
