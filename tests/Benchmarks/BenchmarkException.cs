namespace Moodstream.Benchmarks;

/// <summary>A benchmark cannot be run, or its result is not what it must be. The message says what and why.</summary>
/// <param name="message">What is wrong, and what to do.</param>
internal sealed class BenchmarkException(string message) : Exception(message);
