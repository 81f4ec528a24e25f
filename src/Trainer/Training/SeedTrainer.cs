using System.Diagnostics;
using Moodstream.Trainer.Modalities;
using Moodstream.Trainer.Models;
using Moodstream.Trainer.Recipes;
using Moodstream.Trainer.Scoring;
using TorchSharp;

namespace Moodstream.Trainer.Training;

/// <summary>Trains one model with one seed, finishes it for storage, calibrates it on dev, and runs it on test.</summary>
/// <param name="kind">The model.</param>
/// <param name="recipe">The settings.</param>
/// <param name="device">Where to train.</param>
/// <param name="checkpoints">Where a run that was stopped is kept, or null.</param>
internal sealed class SeedTrainer(ModelKind kind, Recipe recipe, torch.Device device, CheckpointFolder? checkpoints = null)
{
    /// <summary>Trains.</summary>
    public SeedRun Run(PreparedData data, int seed, IProgress<TrainingStep>? progress, CancellationToken cancellationToken)
    {
        long start = Stopwatch.GetTimestamp();
        var model = new ModelFactory(kind, recipe, data).Make(seed).to(device);
        var checkpoint = checkpoints?.Of(kind, recipe, data, seed);
        var losses = new TrainingLoop(recipe, LossWeights.Of(kind, recipe)).Run(model, data.Train, seed, checkpoint, progress, cancellationToken);
        foreach (var tower in model.Towers)
        {
            tower.Finish();
        }

        var dev = Predictor.Run(model, data.Dev);
        double[] weights = SourceWeights.Of(dev.Posts.Select(post => data.Dev.Posts[post].Source));
        if (recipe.FitsPrior && model.Shift(Calibration.FitShift(dev, weights)))
        {
            dev = Predictor.Run(model, data.Dev);
        }

        return new SeedRun(
            seed,
            model,
            Calibration.FitTemperature(dev, weights),
            Stopwatch.GetElapsedTime(start).TotalSeconds,
            losses,
            dev,
            Predictor.Run(model, data.Test),
            model.Towers.ToDictionary(tower => tower.Modality, tower => Predictor.Run(model, data.Test, tower.Modality)));
    }
}
