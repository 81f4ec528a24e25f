namespace Moodstream.Benchmarks.Measuring;

/// <summary>What one run of one competitor gave.</summary>
internal sealed record FlowRun
{
    /// <summary>The competitor.</summary>
    public required string Competitor { get; init; }

    /// <summary>The round, from 1.</summary>
    public required int Round { get; init; }

    /// <summary>From the start of the process to its first event, in seconds.</summary>
    public required double StartSeconds { get; init; }

    /// <summary>From the first event to the last.</summary>
    public required Stretch Whole { get; init; }

    /// <summary>The beginning: what came before <see cref="Warm"/>; null where too little came.</summary>
    public required Stretch? Cold { get; init; }

    /// <summary>The rest, after the first 20 s; where a run is over sooner, its second half. Null where too little came.</summary>
    public required Stretch? Warm { get; init; }

    /// <summary>Managed bytes allocated per event, from the first event to the last; null where the competitor does not tell.</summary>
    public required double? AllocatedPerEvent { get; init; }

    /// <summary>The most memory that it held, in bytes.</summary>
    public required long PeakBytes { get; init; }

    /// <summary>Memory that it held some seconds after the last event, in bytes.</summary>
    public required long SettledBytes { get; init; }

    /// <summary>The fields of its events, in alphabetical order: competitors whose events say less have less to do.</summary>
    public required IReadOnlyList<string> Fields { get; init; }

    /// <summary>Events beyond the first final one of each post.</summary>
    public required int Duplicates { get; init; }
}
