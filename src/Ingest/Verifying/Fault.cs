using System.Collections.Immutable;

namespace Moodstream.Ingest.Verifying;

/// <summary>All faults of one kind.</summary>
/// <param name="Kind">What is wrong.</param>
/// <param name="Count">How often, at least 1.</param>
/// <param name="Examples">The first of them, by ids or places in topics; never what a post says.</param>
public sealed record Fault(FaultKind Kind, long Count, ImmutableArray<string> Examples);
