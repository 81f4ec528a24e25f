using System.Collections.Immutable;
using Moodstream.Trainer.Evaluation;
using Moodstream.Trainer.Recipes;
using Moodstream.Trainer.Scoring;
using Moodstream.Trainer.Training;

namespace Moodstream.Trainer.Comparing;

/// <summary>One model of a comparison.</summary>
/// <param name="Kind">The model.</param>
/// <param name="Runs">Its run for each seed.</param>
/// <param name="Report">Its figures.</param>
internal sealed record ComparedModel(ModelKind Kind, ImmutableArray<SeedRun> Runs, TrainingReport Report)
{
    /// <summary>Its predictions on test under a view, for each seed.</summary>
    /// <param name="modality">The one modality that it sees, or null for all.</param>
    /// <returns>The predictions; none where the model does not read the modality.</returns>
    public IReadOnlyList<Predictions> Test(string? modality)
    {
        if (modality is null)
        {
            return [.. Runs.Select(run => run.Test)];
        }

        return Kind.Modalities.Contains(modality) ? [.. Runs.Select(run => run.TestByModality[modality])] : [];
    }
}
