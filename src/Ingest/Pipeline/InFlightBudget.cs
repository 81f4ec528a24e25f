namespace Moodstream.Ingest.Pipeline;

/// <summary>
/// Counts posts and bytes that are waiting or at work against a limit. It never blocks: who fills it is paused by its
/// reader, and goes on when it is half empty, so that pausing stays rare.
/// </summary>
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

    public void Release(long bytes)
    {
        Interlocked.Decrement(ref _posts);
        Interlocked.Add(ref _bytes, -bytes);
    }
}
