using System.Collections.Immutable;
using TorchSharp;
using TorchSharp.Modules;

namespace Moodstream.Trainer;

/// <summary>Trains a model: AdamW, warm-up and cosine, moving average of the parameters.</summary>
/// <param name="recipe">The settings.</param>
/// <param name="weights">The losses.</param>
internal sealed class TrainingLoop(Recipe recipe, LossWeights weights)
{
    /// <summary>Trains the model in place and leaves the averaged parameters in it.</summary>
    /// <param name="model">The model, on the device that is to train it.</param>
    /// <param name="examples">Training posts.</param>
    /// <param name="seed">Seed of the order of posts and of dropout.</param>
    /// <param name="progress">Told the loss after every step.</param>
    /// <param name="cancellationToken">Ends the training after a step.</param>
    /// <returns>The mean loss of each epoch.</returns>
    public IReadOnlyList<double> Run(FusionModel model, ExampleSet examples, int seed, IProgress<TrainingStep>? progress, CancellationToken cancellationToken)
    {
        int[] order = [.. examples.Usable()];
        int stepsAnEpoch = (order.Length + recipe.BatchSize - 1) / recipe.BatchSize;
        int totalSteps = recipe.Epochs * stepsAnEpoch;
        LearningRateSchedule schedule = new(recipe.WarmUpSteps, recipe.HasCosine ? totalSteps : null);
        Random random = new(seed);
        Losses losses = new(weights, random);
        torch.manual_seed(seed);
        using AdamW optimizer = MakeOptimizer(model);
        using MovingAverage average = new(model.parameters(), recipe.AverageDecay);
        model.train();
        int step = 0;
        List<double> epochLosses = [];
        for (int epoch = 0; epoch < recipe.Epochs; epoch++)
        {
            random.Shuffle(order);
            double sum = 0;
            foreach (int[] batch in order.Chunk(recipe.BatchSize))
            {
                cancellationToken.ThrowIfCancellationRequested();
                double loss = Step(model, losses, optimizer, examples, batch, schedule.Factor(step));
                average.Update();
                step++;
                sum += loss;
                progress?.Report(new TrainingStep(step, totalSteps, epoch + 1, loss));
            }

            epochLosses.Add(sum / stepsAnEpoch);
        }

        average.Apply();
        model.eval();
        return epochLosses;
    }

    private static double Step(
        FusionModel model, Losses losses, AdamW optimizer, ExampleSet examples, int[] batch, double rateFactor)
    {
        using DisposeScope scope = torch.NewDisposeScope();
        optimizer.ZeroGradients();
        ImmutableArray<EncodedModality> encoded = model.Encode(examples.Features, batch);
        torch.Tensor loss = losses.Of(model, encoded, [.. batch.Select(post => examples.Posts[post].Label)]);
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
