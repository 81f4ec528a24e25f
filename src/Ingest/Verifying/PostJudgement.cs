using System.Collections.Immutable;
using Confluent.Kafka;
using Moodstream.Abstractions.Posts;

namespace Moodstream.Ingest.Verifying;

/// <summary>Judges each message of the posts topic by what was said of it.</summary>
/// <param name="events">What was said.</param>
/// <param name="deadLetters">What was put aside.</param>
/// <param name="committed">What the group committed, by partition.</param>
/// <param name="parser">Reads posts.</param>
/// <param name="retention">How long a post in parts may be open after its last event.</param>
/// <param name="kept">What timelines have to show: a post that is past it is not closed any more.</param>
/// <param name="now">The time, in UTC.</param>
/// <param name="faults">What is wrong.</param>
internal sealed class PostJudgement(
    EventLedger events, DeadLetterIndex deadLetters, ImmutableArray<long> committed, PostParser parser, TimeSpan retention, KeptSpan kept, DateTimeOffset now, Faults faults)
{
    private readonly HashSet<PostKey> _neverFinal = [];
    private readonly HashSet<PostKey> _gapped = [];

    /// <summary>Messages so far.</summary>
    public long Messages { get; private set; }

    /// <summary>Messages whose post has its final event.</summary>
    public long Final { get; private set; }

    /// <summary>Messages that are in an event of a post which may get further parts.</summary>
    public long Open { get; private set; }

    /// <summary>Messages that became dead letters.</summary>
    public long DeadLetters { get; private set; }

    /// <summary>Dead letters among them that were sent again; what was sent counts as a message of its own.</summary>
    public long Redriven { get; private set; }

    /// <summary>Messages of authors who were erased.</summary>
    public long Erased { get; private set; }

    /// <summary>Takes the next message.</summary>
    public void Take(ConsumeResult<byte[]?, byte[]?> message)
    {
        Messages++;
        if (deadLetters.Holds(message))
        {
            DeadLetters++;
            Redriven += deadLetters.HoldsRedriven(message) ? 1 : 0;
            return;
        }

        var at = message.Message.Timestamp.UnixTimestampMs;
        if (parser.Parse(message.Message.Value, now).Post is not { } post)
        {
            Missing(message, message.TopicPartitionOffset.ToString());
        }
        else if (events.Find(post.Key) is { } account && (!post.IsPart || events.HasOneOf(account, post.Brings)))
        {
            Said(post, account);
        }
        else if (events.IsErased(post.UserId, Math.Min(at, post.CreatedAt.ToUnixTimeMilliseconds())))
        {
            Erased++;
        }
        else
        {
            Missing(message, $"{post.Key} at {message.TopicPartitionOffset}");
        }
    }

    private void Said(SocialPost post, PostAccount account)
    {
        if (account.IsFinal)
        {
            Final++;
        }
        else if (post.IsPart && (DateTimeOffset.FromUnixTimeMilliseconds(account.At) + retention > now || !kept.Holds(post.CreatedAt)))
        {
            Open++;
        }
        else if (_neverFinal.Add(post.Key))
        {
            faults.Add(FaultKind.NeverFinal, post.Key.ToString());
        }

        if (account.Revisions < account.Revision && _gapped.Add(post.Key))
        {
            faults.Add(FaultKind.RevisionMissing, post.Key.ToString());
        }
    }

    private void Missing(ConsumeResult<byte[]?, byte[]?> message, string example) => faults.Add(
        message.Offset < committed[message.Partition.Value] ? FaultKind.PassedUnfinished : FaultKind.NotYetFinished, example);
}
