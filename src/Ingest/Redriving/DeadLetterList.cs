using System.Collections.Immutable;

namespace Moodstream.Ingest.Redriving;

/// <summary>Dead letters that a filter admits.</summary>
/// <param name="Matched">How many there are.</param>
/// <param name="ByType">How many of each type of failure, by name.</param>
/// <param name="Letters">The first of them, by partition and offset.</param>
public sealed record DeadLetterList(long Matched, ImmutableSortedDictionary<string, long> ByType, ImmutableArray<DeadLetter> Letters);
