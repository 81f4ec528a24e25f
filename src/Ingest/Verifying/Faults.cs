using System.Collections.Immutable;

namespace Moodstream.Ingest.Verifying;

/// <summary>Collects faults: their number, and a few of each kind by name. Safe for concurrent use.</summary>
internal sealed class Faults
{
    private const int MaxExamples = 10;

    private readonly Lock _lock = new();
    private readonly SortedDictionary<FaultKind, (long Count, List<string> Examples)> _found = [];

    public void Add(FaultKind kind, string example)
    {
        lock (_lock)
        {
            var (count, examples) = _found.TryGetValue(kind, out var before) ? before : (0, []);
            if (examples.Count < MaxExamples)
            {
                examples.Add(example);
            }

            _found[kind] = (count + 1, examples);
        }
    }

    public ImmutableArray<Fault> All()
    {
        lock (_lock)
        {
            return [.. _found.Select(static fault => new Fault(fault.Key, fault.Value.Count, [.. fault.Value.Examples]))];
        }
    }
}
