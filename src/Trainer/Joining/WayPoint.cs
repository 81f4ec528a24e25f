namespace Moodstream.Trainer.Joining;

/// <summary>What a threshold gives.</summary>
/// <param name="Threshold">Least confidence of an answer from words that is left at that.</param>
/// <param name="Sentences">Share of the posts that are read as sentences, 0–1.</param>
/// <param name="Accuracy">Accuracy of all answers, 0–1.</param>
internal sealed record WayPoint(double Threshold, double Sentences, double Accuracy);
