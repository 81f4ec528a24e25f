namespace Moodstream.Trainer.Scoring;

/// <summary>Posts of like confidence.</summary>
/// <param name="Confidence">Mean confidence, in 0–1.</param>
/// <param name="Accuracy">Share of right ones, in 0–1.</param>
/// <param name="Posts">How many there are.</param>
internal sealed record ReliabilityBin(double Confidence, double Accuracy, int Posts);
