namespace Moodstream.Benchmarks.Measuring;

/// <summary>What a competitor's processes held in memory, in bytes.</summary>
/// <param name="Competitor">The competitor.</param>
/// <param name="Round">The round, from 1.</param>
/// <param name="IdleBytes">Some seconds after its first post, before the backlog.</param>
/// <param name="PeakBytes">The most, up to the end.</param>
/// <param name="AfterBytes">Some seconds after the backlog was worked off.</param>
internal sealed record MemoryRun(string Competitor, int Round, long IdleBytes, long PeakBytes, long AfterBytes);
