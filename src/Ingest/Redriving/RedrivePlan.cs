using System.Collections.Immutable;
using Confluent.Kafka;

namespace Moodstream.Ingest.Redriving;

/// <summary>Chooses the dead letters whose posts are sent again.</summary>
/// <param name="filter">Which are meant.</param>
/// <param name="postsTopic">Where posts go.</param>
/// <param name="again">Whether also those that were sent again before.</param>
internal sealed class RedrivePlan(DeadLetterFilter filter, string postsTopic, bool again)
{
    private readonly List<ChosenLetter> _letters = [];
    private readonly HashSet<TopicPartitionOffset> _posts = [];
    private long _matched;
    private long _repeated;
    private long _omitted;
    private long _foreign;
    private long _earlier;

    /// <summary>Takes the next letter of the topic.</summary>
    /// <param name="letter">The letter.</param>
    public void Take(DeadLetter letter)
    {
        if (!filter.Admits(letter))
        {
            return;
        }

        _matched++;
        if (letter.PostPlace is not { } post || post.Topic != postsTopic)
        {
            _foreign++;
        }
        else if (letter.Omitted is not null)
        {
            _omitted++;
        }
        else if (!_posts.Add(post))
        {
            _repeated++;
        }
        else
        {
            _letters.Add(new ChosenLetter(letter.Partition, letter.Offset, letter.ValueBytes, post));
        }
    }

    /// <summary>Chooses, once all were taken.</summary>
    /// <param name="redrives">What was sent again before, by the place of the post.</param>
    /// <returns>Letters to be sent, by partition and offset.</returns>
    public ImmutableArray<ChosenLetter> Choose(IReadOnlyDictionary<TopicPartitionOffset, List<Redrive>> redrives)
    {
        _earlier = again ? 0 : _letters.RemoveAll(letter => redrives.ContainsKey(letter.Post));
        return [.. _letters.OrderBy(static letter => (letter.Partition, letter.Offset))];
    }

    /// <summary>Tells what became of all.</summary>
    /// <param name="sent">Posts that were sent.</param>
    public RedriveReport Report(long sent) => new()
    {
        Matched = _matched,
        Sent = sent,
        Earlier = _earlier,
        Repeated = _repeated,
        Omitted = _omitted,
        Foreign = _foreign,
    };
}
