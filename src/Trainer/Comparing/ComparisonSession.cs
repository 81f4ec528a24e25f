using System.Collections.Immutable;
using Moodstream.Trainer.Evaluation;
using Moodstream.Trainer.Modalities;
using Moodstream.Trainer.Recipes;
using Moodstream.Trainer.Training;
using TorchSharp;

namespace Moodstream.Trainer.Comparing;

/// <summary>Trains several models on the same prepared data.</summary>
/// <param name="plan">The plan; its model is of no account.</param>
/// <param name="kinds">The models.</param>
internal sealed class ComparisonSession(TrainingPlan plan, ImmutableArray<ModelKind> kinds)
{
    /// <summary>Trains them all.</summary>
    /// <param name="data">Data prepared for every modality.</param>
    /// <param name="progress">Makes the receiver of a model's and seed's progress.</param>
    /// <param name="cancellationToken">Ends the training after a step.</param>
    public Comparison Run(PreparedData data, Func<ModelKind, int, IProgress<TrainingStep>?> progress, CancellationToken cancellationToken)
    {
        List<ComparedModel> models = [];
        foreach (var kind in kinds.Where(kind => kind.Modalities.All(modality => data.Train.Features.Any(set => set.Modality == modality))))
        {
            var seen = data.Only(kind.Modalities);
            SeedTrainer trainer = new(kind, plan.Recipe, torch.device(plan.Device), plan.Checkpoints);
            ImmutableArray<SeedRun> runs = [.. plan.Seeds.Select(seed => trainer.Run(seen, seed, progress(kind, seed), cancellationToken))];
            models.Add(new ComparedModel(kind, runs, TrainingReport.Of(runs, seen)));
        }

        return new Comparison(plan, data, [.. models]);
    }
}
