namespace Moodstream.Trainer.Scoring;

/// <summary>Figures of one label.</summary>
/// <param name="Label">The label.</param>
/// <param name="Precision">Share of right ones among the posts that were given the label; 0 where none was.</param>
/// <param name="Recall">Share of found ones among the posts that have the label; 0 where none has.</param>
/// <param name="F1">Harmonic mean of both.</param>
/// <param name="Support">Posts that have the label.</param>
internal sealed record ClassScores(string Label, double Precision, double Recall, double F1, int Support);
