using Moodstream.Trainer.Scoring;

namespace Moodstream.Trainer.Evaluation;

/// <summary>Figures of one view of the posts.</summary>
/// <param name="View">Which posts and modalities.</param>
/// <param name="Scores">The figures.</param>
/// <param name="CalibrationError">Expected calibration error, in 0–1.</param>
internal sealed record BundleReportRow(string View, Scores Scores, double CalibrationError);
