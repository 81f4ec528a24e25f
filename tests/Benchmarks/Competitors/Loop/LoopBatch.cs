using Confluent.Kafka;
using Moodstream.Abstractions.Posts;

namespace Moodstream.Benchmarks.Competitors.Loop;

/// <summary>Posts that go through the loop together.</summary>
/// <param name="size">Most posts that it takes.</param>
internal sealed class LoopBatch(int size)
{
    private readonly TaskCompletionSource _delivered = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private int _outstanding;

    /// <summary>The posts, in the order in which they came.</summary>
    public List<SocialPost> Posts { get; } = new(size);

    /// <summary>The keys that they came with: their users, in UTF-8.</summary>
    public List<byte[]> Keys { get; } = new(size);

    /// <summary>Their contents.</summary>
    public List<PostContent> Contents { get; } = new(size);

    /// <summary>Bytes of their pictures.</summary>
    public int PictureBytes { get; private set; }

    /// <summary>Where to go on in each partition when all of it is done.</summary>
    public Dictionary<Partition, Offset> NextOffsets { get; } = [];

    /// <summary>Done when the server has confirmed all events; fails where it did not take one.</summary>
    public Task Delivered => _delivered.Task;

    /// <summary>Adds a post.</summary>
    /// <param name="user">Its user, in UTF-8.</param>
    /// <param name="post">The post.</param>
    public void Add(byte[] user, SocialPost post)
    {
        Keys.Add(user);
        Posts.Add(post);
        Contents.Add(post.Content);
        PictureBytes += post.Image?.Length ?? 0;
    }

    /// <summary>Expects delivery reports.</summary>
    /// <param name="count">How many.</param>
    public void Expect(int count) => _outstanding = count;

    /// <summary>Takes a delivery report.</summary>
    /// <param name="report">The report.</param>
    public void Report(DeliveryReport<byte[], byte[]> report)
    {
        if (report.Error.IsError)
        {
            _delivered.TrySetException(new KafkaException(report.Error));
        }
        else if (Interlocked.Decrement(ref _outstanding) == 0)
        {
            _delivered.TrySetResult();
        }
    }
}
