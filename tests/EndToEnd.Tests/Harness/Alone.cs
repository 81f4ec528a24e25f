namespace Moodstream.EndToEnd.Tests.Harness;

/// <summary>Tests that measure silences, memory or times of a machine that others leave alone: they run after all others, one by one.</summary>
[CollectionDefinition(nameof(Alone), DisableParallelization = true)]
public sealed class Alone;
