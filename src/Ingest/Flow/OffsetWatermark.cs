namespace Moodstream.Ingest.Flow;

/// <summary>
/// Which offset of a partition may be committed: offsets are tracked in order, finish in any order, and only the
/// contiguous finished prefix counts.
/// </summary>
/// <remarks>
/// One thread tracks, any thread completes; one lock guards the queue, the position and every entry's flag, so a position
/// that is read has everything before it finished. It rests on offsets being tracked in increasing order, before the work
/// on them begins: an offset that came later than a greater one would be committed unfinished. An entry that is never
/// completed holds the position back, which is what a failure wants: its post is read again.
/// </remarks>
internal sealed class OffsetWatermark
{
    private readonly Lock _lock = new();
    private readonly Queue<Entry> _open = new();
    private long _position;

    /// <param name="position">The first offset to be tracked, as far as known; what is committed while nothing is finished.</param>
    public OffsetWatermark(long position) => _position = position;

    /// <summary>The offset to commit: everything before it is finished.</summary>
    public long Position
    {
        get
        {
            lock (_lock)
            {
                return _position;
            }
        }
    }

    /// <summary>Tracks an offset; each greater than the one before. Gaps between them do not hold the position back.</summary>
    public void Track(Entry entry)
    {
        lock (_lock)
        {
            _open.Enqueue(entry);
        }
    }

    /// <summary>Lets the position move to <paramref name="end"/> once everything tracked so far is finished.</summary>
    public void SkipTo(long end)
    {
        if (end > 0)
        {
            var last = new Entry(end - 1);
            Track(last);
            Complete([last]);
        }
    }

    /// <summary>Marks offsets as finished.</summary>
    public void Complete(IReadOnlyList<Entry> entries)
    {
        lock (_lock)
        {
            foreach (var entry in entries)
            {
                entry.Finished = true;
            }

            while (_open.TryPeek(out var first) && first.Finished)
            {
                _position = first.Offset + 1;
                _open.Dequeue();
            }
        }
    }

    /// <summary>Something that has an offset to finish.</summary>
    internal class Entry(long offset)
    {
        /// <summary>The offset.</summary>
        public long Offset { get; } = offset;

        /// <summary>Whether it is finished; the watermark's own.</summary>
        public bool Finished { get; set; }
    }
}
