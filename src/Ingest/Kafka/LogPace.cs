using System.Collections.Concurrent;

namespace Moodstream.Ingest.Kafka;

/// <summary>
/// Lets one line of a kind through, and the next after a while: a client without its server says the same many times a second. Safe for
/// concurrent use.
/// </summary>
/// <param name="time">Clock.</param>
internal sealed class LogPace(TimeProvider time)
{
    /// <summary>Between two lines of one kind.</summary>
    public static readonly TimeSpan Interval = TimeSpan.FromSeconds(10);

    private readonly ConcurrentDictionary<string, Kind> _kinds = new(StringComparer.Ordinal);

    /// <summary>Whether a line may be written.</summary>
    /// <param name="kind">What it says, and of whom.</param>
    /// <param name="withheld">How many lines of its kind were not written since the last one that was.</param>
    public bool Admits(string kind, out int withheld)
    {
        var seen = _kinds.GetOrAdd(kind, static _ => new Kind());
        lock (seen)
        {
            var now = time.GetTimestamp();
            if (seen.Last is { } last && time.GetElapsedTime(last, now) < Interval)
            {
                withheld = ++seen.Withheld;
                return false;
            }

            (seen.Last, withheld, seen.Withheld) = (now, seen.Withheld, 0);
            return true;
        }
    }

    private sealed class Kind
    {
        public long? Last { get; set; }

        public int Withheld { get; set; }
    }
}
