using System.Diagnostics;
using Moodstream.Trainer.Features;
using Moodstream.Trainer.Models;
using Moodstream.Trainer.Recipes;
using TorchSharp;
using TorchSharp.Modules;

namespace Moodstream.Trainer.Training;

/// <summary>Trains a model: AdamW, warm-up and cosine, moving average of the parameters.</summary>
/// <param name="recipe">The settings.</param>
/// <param name="weights">The losses.</param>
internal sealed class TrainingLoop(Recipe recipe, LossWeights weights)
{
    // What a kill may cost; writing takes well under a second.
    private static readonly TimeSpan SaveEvery = TimeSpan.FromMinutes(5);

    /// <summary>Trains the model in place and leaves the averaged parameters in it.</summary>
    /// <param name="model">The model, on the device that is to train it.</param>
    /// <param name="examples">Training posts.</param>
    /// <param name="seed">Seed of the order of posts, of dropout and of drawn negatives.</param>
    /// <param name="checkpoint">Where to go on from, and where to leave off: after every epoch, every few minutes, and when the run is cancelled. Null for neither.</param>
    /// <param name="progress">Told the loss after every step.</param>
    /// <param name="cancellationToken">Ends the training after a step.</param>
    /// <returns>The mean loss of each epoch.</returns>
    public IReadOnlyList<double> Run(
        FusionModel model,
        ExampleSet examples,
        int seed,
        Checkpoint? checkpoint,
        IProgress<TrainingStep>? progress,
        CancellationToken cancellationToken)
    {
        int[] posts = [.. examples.Usable()];
        int stepsAnEpoch = (posts.Length + recipe.BatchSize - 1) / recipe.BatchSize;
        int totalSteps = recipe.Epochs * stepsAnEpoch;
        LearningRateSchedule schedule = new(recipe.WarmUpSteps, recipe.HasCosine ? totalSteps : null);
        using var optimizer = MakeOptimizer(model);
        using MovingAverage average = new(model.parameters(), recipe.AverageDecay);
        torch.Tensor[] state = [.. model.parameters(), .. optimizer.State, .. average.State];
        List<double> losses = [];
        int step = checkpoint?.Restore(losses, state) ?? 0;
        optimizer.Resume(step);
        average.Resume(step);
        model.train();
        long saved = Stopwatch.GetTimestamp();
        while (step < totalSteps)
        {
            int epoch = step / stepsAnEpoch;
            losses.AddRange(Enumerable.Repeat(0.0, epoch + 1 - losses.Count));
            foreach (int[] batch in Shuffled(posts, seed, epoch).Chunk(recipe.BatchSize).Skip(step % stepsAnEpoch))
            {
                if (cancellationToken.IsCancellationRequested)
                {
                    checkpoint?.Save(step, losses, state);
                    cancellationToken.ThrowIfCancellationRequested();
                }

                torch.manual_seed(SeedOf(seed, step));
                double loss = Step(model, optimizer, examples, batch, new Random(SeedOf(seed, step)), schedule.Factor(step));
                average.Update();
                step++;
                losses[epoch] += loss;
                progress?.Report(new TrainingStep(step, totalSteps, epoch + 1, loss));
                if (step % stepsAnEpoch == 0 || Stopwatch.GetElapsedTime(saved) > SaveEvery)
                {
                    TrySave(checkpoint, step, losses, state);
                    saved = Stopwatch.GetTimestamp();
                }
            }
        }

        average.Apply();
        model.eval();
        return [.. losses.Select(sum => sum / stepsAnEpoch)];
    }

    /// <summary>Saves on the way; a disk that is full for a while costs no more than a checkpoint.</summary>
    private static void TrySave(Checkpoint? checkpoint, int step, IReadOnlyList<double> losses, IEnumerable<torch.Tensor> state)
    {
        try
        {
            checkpoint?.Save(step, losses, state);
        }
        catch (IOException exception)
        {
            Console.Error.WriteLine($"No checkpoint was written ({exception.Message}); the training goes on, and tries again later.");
        }
    }

    /// <summary>A seed for one step or epoch of one run.</summary>
    private static int SeedOf(int seed, int number) => unchecked((seed * 1_000_003) + number);

    private static int[] Shuffled(int[] posts, int seed, int epoch)
    {
        int[] order = [.. posts];
        new Random(SeedOf(seed, epoch)).Shuffle(order);
        return order;
    }

    private double Step(FusionModel model, AdamW optimizer, ExampleSet examples, int[] batch, Random random, double rateFactor)
    {
        using var scope = torch.NewDisposeScope();
        optimizer.ZeroGradients();
        var encoded = model.Encode(examples.Features, batch);
        float[]?[] lessons = [.. batch.Select(post => examples.Posts[post].Text is { } text ? examples.Lessons.GetValueOrDefault(text) : null)];
        var loss = new Losses(weights, random).Of(model, encoded, [.. batch.Select(post => examples.Posts[post].Label)], lessons);
        loss.backward();
        optimizer.Step(rateFactor);
        return loss.item<float>();
    }

    private AdamW MakeOptimizer(FusionModel model)
    {
        List<Parameter> fast = [.. model.Towers.SelectMany(tower => tower.FastParameters)];
        HashSet<IntPtr> fastHandles = [.. fast.Select(parameter => parameter.Handle)];
        List<Parameter> others = [.. model.parameters().Where(parameter => !fastHandles.Contains(parameter.Handle))];
        return new AdamW([
            new ParameterGroup(others, recipe.LearningRate, recipe.WeightDecay),
            new ParameterGroup(fast, recipe.FastLearningRate, Decay: 0),
        ]);
    }
}
