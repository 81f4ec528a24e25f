using Moodstream.Trainer.Models;
using Moodstream.Trainer.Scoring;

namespace Moodstream.Trainer.Training;

/// <summary>One trained model and what it says.</summary>
/// <param name="Seed">The seed that it was trained with.</param>
/// <param name="Model">The finished model.</param>
/// <param name="Temperature">Divides its logits; fitted on dev.</param>
/// <param name="Seconds">How long training took.</param>
/// <param name="EpochLosses">Mean training loss of each epoch.</param>
/// <param name="Dev">Its predictions on dev.</param>
/// <param name="Test">Its predictions on test, from all that each post has.</param>
/// <param name="TestByModality">Its predictions on test from one modality alone, by modality; only of posts that have it.</param>
internal sealed record SeedRun(
    int Seed,
    FusionModel Model,
    double Temperature,
    double Seconds,
    IReadOnlyList<double> EpochLosses,
    Predictions Dev,
    Predictions Test,
    IReadOnlyDictionary<string, Predictions> TestByModality);
