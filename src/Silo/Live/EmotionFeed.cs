using System.Collections.Immutable;
using Microsoft.Extensions.Options;
using Moodstream.Grains.Interfaces;

namespace Moodstream.Silo;

/// <summary>
/// The latest events of the cluster in the order in which this silo saw them: a ring that every reader reads at its own
/// pace. The ring is the only buffer, so a slow reader costs nothing; it finds out what it missed.
/// </summary>
internal sealed class EmotionFeed
{
    private readonly Lock _gate = new();
    private readonly FeedEntry[] _ring;
    private TaskCompletionSource _changed = NewSignal();
    private long _next;

    /// <summary>Makes an empty feed.</summary>
    /// <param name="options">Size of the ring.</param>
    public EmotionFeed(IOptions<LiveOptions> options) => _ring = new FeedEntry[options.Value.ReplayEvents];

    /// <summary>Tells this feed's positions from those of another silo, or of this silo's earlier life.</summary>
    public string Epoch { get; } = Guid.NewGuid().ToString("N")[..12];

    /// <summary>The position that the next event will have.</summary>
    public long Next
    {
        get
        {
            lock (_gate)
            {
                return _next;
            }
        }
    }

    /// <summary>Adds events; the oldest give way.</summary>
    /// <param name="events">The events, in order.</param>
    public void Append(ImmutableArray<EmotionEvent> events)
    {
        TaskCompletionSource changed;
        lock (_gate)
        {
            foreach (var emotion in events)
            {
                _ring[_next % _ring.Length] = new FeedEntry(_next, emotion);
                _next++;
            }

            changed = _changed;
            _changed = NewSignal();
        }

        changed.SetResult();
    }

    /// <summary>Reads what is there.</summary>
    /// <param name="from">Position of the first event wanted, from 0.</param>
    /// <param name="max">Most events wanted.</param>
    /// <returns>The events, possibly none, and how many before them have left the ring.</returns>
    public FeedPage Read(long from, int max)
    {
        lock (_gate)
        {
            var oldest = Math.Max(0, _next - _ring.Length);
            var start = Math.Max(from, oldest);
            var count = (int)Math.Clamp(_next - start, 0, max);
            var entries = ImmutableArray.CreateBuilder<FeedEntry>(count);
            for (var i = 0; i < count; i++)
            {
                entries.Add(_ring[(start + i) % _ring.Length]);
            }

            return new FeedPage(entries.MoveToImmutable(), start - from);
        }
    }

    /// <summary>Ends when the event at a position is there.</summary>
    /// <param name="position">The position.</param>
    public Task WaitAsync(long position)
    {
        lock (_gate)
        {
            return position < _next ? Task.CompletedTask : _changed.Task;
        }
    }

    private static TaskCompletionSource NewSignal() => new(TaskCreationOptions.RunContinuationsAsynchronously);
}

/// <summary>What a reader gets.</summary>
/// <param name="Entries">Events in order, possibly none.</param>
/// <param name="Missed">Events that the reader wanted and that have left the ring, at least 0.</param>
internal sealed record FeedPage(ImmutableArray<FeedEntry> Entries, long Missed);
