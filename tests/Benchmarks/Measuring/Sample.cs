namespace Moodstream.Benchmarks.Measuring;

/// <summary>How far a run was at a moment.</summary>
/// <param name="Seconds">The moment, since the competitor's start.</param>
/// <param name="Events">Events on the topic.</param>
/// <param name="Cpu">Processor time that the competitor had used.</param>
/// <param name="MachineBusy">Processor time that the whole machine had used, in seconds of one core since its start; null where that is unknown.</param>
internal readonly record struct Sample(double Seconds, long Events, TimeSpan Cpu, double? MachineBusy);
