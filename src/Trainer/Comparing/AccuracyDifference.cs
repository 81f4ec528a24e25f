namespace Moodstream.Trainer.Comparing;

/// <summary>A difference in accuracy between two models.</summary>
/// <param name="Mean">The difference, in −1 to 1.</param>
/// <param name="Low">Lower end of its 95 % interval.</param>
/// <param name="High">Upper end.</param>
internal sealed record AccuracyDifference(double Mean, double Low, double High);
