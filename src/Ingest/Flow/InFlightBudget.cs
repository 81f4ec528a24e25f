namespace Moodstream.Ingest.Flow;

/// <summary>
/// Counts posts and bytes that are waiting or at work against a limit. It never blocks: who fills it is paused by its
/// reader, and goes on when it is half empty, so that pausing stays rare.
/// </summary>
/// <remarks>
/// Any thread adds and releases. The two counts change one after the other, so a reader may see one without the other: it
/// pauses a post too early or too late, no more. The limit may be passed by what was fetched before the pause takes hold.
/// It rests on each <see cref="Add"/> being released once with the same bytes.
/// </remarks>
internal sealed class InFlightBudget(long maxPosts, long maxBytes)
{
    private long _posts;
    private long _bytes;

    public long Posts => Interlocked.Read(ref _posts);

    public long Bytes => Interlocked.Read(ref _bytes);

    public bool IsFull => Posts >= maxPosts || Bytes >= maxBytes;

    public bool HasRoom => Posts <= maxPosts / 2 && Bytes <= maxBytes / 2;

    public void Add(long bytes)
    {
        Interlocked.Increment(ref _posts);
        Interlocked.Add(ref _bytes, bytes);
    }

    public void Release(int posts, long bytes)
    {
        Interlocked.Add(ref _posts, -posts);
        Interlocked.Add(ref _bytes, -bytes);
    }
}
