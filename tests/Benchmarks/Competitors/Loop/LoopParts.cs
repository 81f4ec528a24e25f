using Confluent.Kafka;
using Moodstream.Abstractions.Posts;

namespace Moodstream.Benchmarks.Competitors.Loop;

/// <summary>
/// Brings the parts of posts together, in memory: parts of a post come from one partition, and what waits is read again after a restart, since
/// its offset is not committed.
/// </summary>
internal sealed class LoopParts
{
    private readonly Dictionary<PostKey, (SocialPost Part, Partition Partition, Offset Offset)> _waiting = [];

    /// <summary>Adds a message's post or part.</summary>
    /// <param name="message">The message.</param>
    /// <param name="post">The post or part.</param>
    /// <returns>The post, where it is whole now.</returns>
    public SocialPost? Add(ConsumeResult<byte[], byte[]> message, SocialPost post)
    {
        if (!post.IsPart)
        {
            return post;
        }

        if (_waiting.Remove(post.Key, out var other))
        {
            post = post with { Text = post.Text ?? other.Part.Text, Image = post.Image ?? other.Part.Image };
        }

        if (post.Expects.All(post.Brings.Contains))
        {
            return post;
        }

        _waiting[post.Key] = other.Part is null ? (post, message.Partition, message.Offset) : (post, other.Partition, other.Offset);
        return null;
    }

    /// <summary>Where a partition must be read from after a restart.</summary>
    /// <param name="message">The latest message read from it.</param>
    public Offset ResumeAt(ConsumeResult<byte[], byte[]> message)
    {
        var next = message.Offset + 1;
        foreach (var (_, partition, offset) in _waiting.Values)
        {
            if (partition == message.Partition && offset < next)
            {
                next = offset;
            }
        }

        return next;
    }
}
