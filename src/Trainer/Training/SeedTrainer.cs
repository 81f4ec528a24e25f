using System.Diagnostics;
using TorchSharp;

namespace Moodstream.Trainer;

/// <summary>Trains one model with one seed, finishes it for storage, calibrates it on dev, and runs it on test.</summary>
/// <param name="kind">The model.</param>
/// <param name="recipe">The settings.</param>
/// <param name="device">Where to train.</param>
internal sealed class SeedTrainer(ModelKind kind, Recipe recipe, torch.Device device)
{
    /// <summary>Trains.</summary>
    public SeedRun Run(PreparedData data, int seed, IProgress<TrainingStep>? progress, CancellationToken cancellationToken)
    {
        long start = Stopwatch.GetTimestamp();
        ModelFactory factory = new(kind, recipe, data);
        FusionModel model = factory.Make(seed).to(device);
        IReadOnlyList<double> losses = new TrainingLoop(recipe, LossWeights.Of(kind, recipe)).Run(model, data.Train, seed, progress, cancellationToken);
        factory.Finish(model);
        Predictions dev = Predictor.Run(model, data.Dev);
        return new SeedRun(
            seed,
            model,
            Calibration.FitTemperature(dev),
            Stopwatch.GetElapsedTime(start).TotalSeconds,
            losses,
            dev,
            Predictor.Run(model, data.Test),
            model.Towers.ToDictionary(tower => tower.Modality, tower => Predictor.Run(model, data.Test, tower.Modality)));
    }
}
