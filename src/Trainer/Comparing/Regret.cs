namespace Moodstream.Trainer.Comparing;

/// <summary>What the common-space model gives away against the best other model, in one view.</summary>
/// <param name="View">The view: all, or one modality only.</param>
/// <param name="Best">The best of the other models by mean accuracy.</param>
/// <param name="Difference">Accuracy of the common-space model less that of the best.</param>
internal sealed record Regret(string View, string Best, AccuracyDifference Difference);
