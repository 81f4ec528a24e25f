using System.Collections.Immutable;
using Microsoft.Extensions.Options;
using Moodstream.Abstractions.Emotions;
using Moodstream.Abstractions.Posts;
using Moodstream.Grains.Erasures;
using Moodstream.Grains.Storage;
using Moodstream.Ingest.Feeding;
using Moodstream.Silo.Configuration.Options;

namespace Moodstream.Silo.Live;

/// <summary>
/// The latest events of the cluster in the order in which this silo saw them: a ring that every reader reads at its own
/// pace, bounded in events and in bytes. The ring is the only buffer, so a slow reader costs nothing; it finds out what it missed. An event that is
/// delivered again is not shown again as long as the ring holds it. An erased user leaves it, and what was still under way inside the cluster
/// does not come in any more.
/// </summary>
internal sealed class EmotionFeed : IUserMemory
{
    private readonly Lock _gate = new();
    private readonly FeedEntry?[] _ring;
    private readonly ErasureRegister _erasures = new();
    private readonly HashSet<(PostKey Post, int Revision)> _ids = [];
    private readonly long _maxBytes;
    private long _first;
    private long _next;
    private long _bytes;

    /// <summary>Makes an empty feed.</summary>
    /// <param name="options">Size of the ring.</param>
    public EmotionFeed(IOptions<LiveOptions> options)
    {
        _ring = new FeedEntry?[options.Value.ReplayEvents];
        _maxBytes = options.Value.ReplayMegabytes * 1_048_576L;
    }

    /// <summary>Tells this feed's positions from those of another silo, or of this silo's earlier life.</summary>
    public string Epoch { get; } = Guid.NewGuid().ToString("N")[..12];

    /// <summary>The earliest position that the ring still holds.</summary>
    public long First
    {
        get
        {
            lock (_gate)
            {
                return _first;
            }
        }
    }

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
    /// <returns>Those of the events that were not there yet and are not of erased posts.</returns>
    public IReadOnlyList<ShownEvent> Append(IReadOnlyList<ShownEvent> events)
    {
        var added = new List<ShownEvent>(events.Count);
        lock (_gate)
        {
            foreach (var shown in events)
            {
                if (_erasures.Covers(shown.Event) || !_ids.Add(Id(shown.Event)))
                {
                    continue;
                }

                var entry = new FeedEntry(new FeedPosition(Epoch, _next), shown);
                while (_first < _next && (_next - _first == _ring.Length || _bytes + entry.Size > _maxBytes))
                {
                    Remove(ref Place(_first++));
                }

                Place(_next) = entry;
                _bytes += entry.Size;
                _next++;
                added.Add(shown);
            }
        }

        return added;
    }

    /// <summary>Reads a range.</summary>
    /// <param name="from">Position of the first event wanted, from 0.</param>
    /// <param name="to">Position after the last event wanted.</param>
    /// <returns>The events that are there, and how many of the range have left the ring.</returns>
    public FeedPage Read(long from, long to)
    {
        lock (_gate)
        {
            var start = Math.Max(from, _first);
            var end = Math.Min(to, _next);
            var entries = ImmutableArray.CreateBuilder<FeedEntry>((int)Math.Max(0, end - start));
            for (var at = start; at < end; at++)
            {
                if (Place(at) is { } entry)
                {
                    entries.Add(entry);
                }
            }

            return new FeedPage(entries.DrainToImmutable(), Math.Max(0, Math.Min(start, to) - from));
        }
    }

    /// <summary>Reads the latest events that a filter admits.</summary>
    /// <param name="filter">The filter.</param>
    /// <param name="to">Position after the last event wanted.</param>
    /// <param name="max">Most events wanted.</param>
    /// <returns>The events, in order.</returns>
    public ImmutableArray<FeedEntry> Latest(EmotionFilter filter, long to, int max)
    {
        var latest = new List<FeedEntry>();
        lock (_gate)
        {
            for (var at = Math.Min(to, _next) - 1; at >= _first && latest.Count < max; at--)
            {
                if (Place(at) is { } entry && filter.Admits(entry.Emotion))
                {
                    latest.Add(entry);
                }
            }
        }

        latest.Reverse();
        return [.. latest];
    }

    /// <inheritdoc/>
    /// <remarks>The positions of what it removes stay empty.</remarks>
    public void Erase(string userId, DateTimeOffset until)
    {
        // Under the lock that appends take, so that an event is either refused or there to be removed.
        lock (_gate)
        {
            _erasures.Add(userId, until);
            foreach (ref var place in _ring.AsSpan())
            {
                if (place is { } entry && entry.Emotion.UserId == userId)
                {
                    Remove(ref place);
                }
            }
        }
    }

    private ref FeedEntry? Place(long position) => ref _ring[position % _ring.Length];

    private void Remove(ref FeedEntry? place)
    {
        if (place is { } entry)
        {
            _ids.Remove(Id(entry.Emotion));
            _bytes -= entry.Size;
            place = null;
        }
    }

    private static (PostKey Post, int Revision) Id(EmotionEvent emotion) => (emotion.Post, emotion.Revision);
}

/// <summary>What a reader gets.</summary>
/// <param name="Entries">Events in order, possibly none.</param>
/// <param name="Missed">Events that the reader wanted and that have left the ring, at least 0.</param>
internal sealed record FeedPage(ImmutableArray<FeedEntry> Entries, long Missed);
