using System.Collections.Immutable;
using TorchSharp;
using TorchSharp.Modules;

namespace Moodstream.Trainer;

/// <summary>Trains a common-space model: AdamW, warm-up and cosine, moving average of the parameters.</summary>
internal sealed class TrainingLoop(Recipe recipe)
{
    /// <summary>Trains the model in place and leaves the averaged parameters in it.</summary>
    /// <param name="model">The model, on the device that is to train it.</param>
    /// <param name="examples">Training posts.</param>
    /// <param name="seed">Seed of the order of posts and of dropout.</param>
    /// <param name="progress">Told the loss after every step.</param>
    /// <param name="cancellationToken">Ends the training after a step.</param>
    public void Run(CommonSpaceModel model, ExampleSet examples, int seed, IProgress<TrainingStep>? progress, CancellationToken cancellationToken)
    {
        int[] order = [.. examples.Usable()];
        int stepsAnEpoch = (order.Length + recipe.BatchSize - 1) / recipe.BatchSize;
        int totalSteps = recipe.Epochs * stepsAnEpoch;
        LearningRateSchedule schedule = new(recipe.WarmUpSteps, totalSteps);
        Random random = new(seed);
        torch.manual_seed(seed);
        using AdamW optimizer = MakeOptimizer(model);
        using MovingAverage average = new(model.parameters(), recipe.AverageDecay);
        model.train();
        int step = 0;
        for (int epoch = 0; epoch < recipe.Epochs; epoch++)
        {
            random.Shuffle(order);
            foreach (int[] batch in order.Chunk(recipe.BatchSize))
            {
                cancellationToken.ThrowIfCancellationRequested();
                double loss = Step(model, optimizer, examples, batch, schedule.Factor(step));
                average.Update();
                step++;
                progress?.Report(new TrainingStep(step, totalSteps, epoch + 1, loss));
            }
        }

        average.Apply();
        model.eval();
    }

    private double Step(CommonSpaceModel model, AdamW optimizer, ExampleSet examples, int[] batch, double rateFactor)
    {
        using DisposeScope scope = torch.NewDisposeScope();
        torch.Tensor labels = torch.tensor([.. batch.Select(post => (long)examples.Posts[post].Label)], device: model.Output.weight!.device);
        optimizer.ZeroGradients();
        ImmutableArray<EncodedModality> encoded = model.Encode(examples.Features, batch);
        torch.Tensor loss = Losses.CommonSpace(model, encoded, labels, recipe.AlignmentWeight);
        loss.backward();
        optimizer.Step(rateFactor);
        return loss.item<float>();
    }

    private AdamW MakeOptimizer(CommonSpaceModel model)
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
