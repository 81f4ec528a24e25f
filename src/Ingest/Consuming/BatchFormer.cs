using System.Threading.Channels;
using Moodstream.Ingest.Flow;

namespace Moodstream.Ingest.Consuming;

/// <summary>
/// Forms batches of one partition's posts that bring the same. A batch leaves as soon as there is a slot for it, with whatever waits then: a
/// post that comes alone does not wait for others, and while all slots are taken batches grow.
/// </summary>
/// <remarks>Any thread adds; one loop takes out. What was never taken is given back by <see cref="TakeRest"/>, once the loop has ended.</remarks>
/// <param name="enter">Waits for a slot.</param>
/// <param name="start">Starts the work on a batch, which gives the slot back.</param>
/// <param name="maxPosts">Most posts of a batch.</param>
/// <param name="maxBytes">Most bytes of a batch; a larger post goes alone.</param>
internal sealed class BatchFormer(
    Func<CancellationToken, Task<IDisposable>> enter, Action<List<ConsumedPost>, IDisposable> start, int maxPosts, long maxBytes)
{
    private readonly Channel<ConsumedPost> _waiting = Channel.CreateUnbounded<ConsumedPost>(
        new UnboundedChannelOptions { SingleReader = true });

    /// <summary>Adds a post behind the others.</summary>
    public void Add(ConsumedPost post) => _waiting.Writer.TryWrite(post);

    /// <summary>Forms batches until it is told to stop.</summary>
    public async Task RunAsync(CancellationToken stop)
    {
        try
        {
            while (await _waiting.Reader.WaitToReadAsync(stop))
            {
                // The slot comes first and the batch after it, so that the batch holds all that came in between.
                var slot = await enter(stop);
                start(Take(), slot);
            }
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
            // The lane is drained or dropped.
        }
    }

    /// <summary>Takes out the next post that never came into a batch; null where there is none.</summary>
    public ConsumedPost? TakeRest() => _waiting.Reader.TryRead(out var post) ? post : null;

    private List<ConsumedPost> Take()
    {
        var batch = new List<ConsumedPost>();
        var bytes = 0L;
        while (batch.Count < maxPosts
            && _waiting.Reader.TryPeek(out var next)
            && (batch.Count == 0 || bytes + next.Bytes <= maxBytes)
            && _waiting.Reader.TryRead(out var post))
        {
            batch.Add(post);
            bytes += post.Bytes;
        }

        return batch;
    }
}
