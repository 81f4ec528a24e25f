using System.Collections.Immutable;
using Confluent.Kafka;
using Moodstream.Ingest.Kafka;
using Moodstream.Ingest.Sending;

namespace Moodstream.Ingest.Redriving;

/// <summary>Sends the posts of dead letters, some at a time, and records each once it is sent.</summary>
/// <param name="clients">Makes clients.</param>
/// <param name="reader">Reads the letters.</param>
/// <param name="sender">Sends the posts.</param>
internal sealed class RedriveRun(KafkaClients clients, TopicReader reader, PostSender sender) : IDisposable
{
    /// <summary>Most posts that are sent before that is recorded: what is not recorded is sent again by a repetition.</summary>
    private const int MaxUnrecorded = 100;

    private const long MaxUnrecordedBytes = 8_000_000;

    private readonly IProducer<byte[]?, byte[]?> _records = clients.Producer("redrive").Build();

    /// <summary>Posts that were sent and recorded.</summary>
    public long Sent { get; private set; }

    /// <summary>Sends posts.</summary>
    /// <param name="letters">Their letters, by partition and offset.</param>
    /// <param name="cancellationToken">Ends it between two posts.</param>
    /// <exception cref="SendStalledException">The consumer group took in nothing for too long.</exception>
    /// <exception cref="IOException">The server did not take a post.</exception>
    /// <exception cref="KafkaException">The server failed.</exception>
    public async Task SendAsync(ImmutableArray<ChosenLetter> letters, CancellationToken cancellationToken)
    {
        for (var next = 0; next < letters.Length;)
        {
            var few = Few(letters, next);
            next += few.Count;
            var posts = await Task.Run(() => ReadPosts(few, cancellationToken), cancellationToken);
            var deliveries = new List<(ChosenLetter Letter, Task<PostPosition> Delivery)>();
            try
            {
                foreach (var letter in few)
                {
                    // What the server has dropped meanwhile is gone.
                    if (posts.TryGetValue(letter.Offset, out var post))
                    {
                        deliveries.Add((letter, await sender.EnqueueAsync(post, cancellationToken)));
                    }
                }
            }
            finally
            {
                await RecordAsync(deliveries);
            }
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _records.Dispose();

    private static List<ChosenLetter> Few(ImmutableArray<ChosenLetter> letters, int from)
    {
        var (few, bytes) = (new List<ChosenLetter>(), 0L);
        foreach (var letter in letters.Skip(from).Take(MaxUnrecorded).TakeWhile(letter => letter.Partition == letters[from].Partition))
        {
            bytes += letter.Bytes;
            if (few.Count > 0 && bytes > MaxUnrecordedBytes)
            {
                break;
            }

            few.Add(letter);
        }

        return few;
    }

    private Dictionary<long, Message<byte[]?, byte[]?>> ReadPosts(List<ChosenLetter> letters, CancellationToken cancellationToken)
    {
        var wanted = letters.Select(static letter => letter.Offset).ToHashSet();
        var posts = new Dictionary<long, Message<byte[]?, byte[]?>>();
        var topic = new TopicPartition(clients.Options.DeadLetterTopic, letters[0].Partition);
        reader.Read(
            [new Stretch(topic, letters[0].Offset, letters[^1].Offset + 1)],
            message =>
            {
                if (wanted.Contains(message.Offset.Value))
                {
                    posts[message.Offset.Value] = PostOf(message.Message);
                }
            },
            cancellationToken);
        return posts;
    }

    private static Message<byte[]?, byte[]?> PostOf(Message<byte[]?, byte[]?> letter)
    {
        var count = (letter.Headers.FindNumber(DeadLetterHeaders.RedriveCount) ?? 0) + 1;
        var headers = new Headers();
        foreach (var header in letter.Headers.Where(static header => !DeadLetterHeaders.IsReserved(header.Key) && header.Key != DeadLetterHeaders.RedriveCount))
        {
            headers.Add(header.Key, header.GetValueBytes());
        }

        headers.Add(MessageHeaders.Number(DeadLetterHeaders.RedriveCount, count));
        return new Message<byte[]?, byte[]?>
        {
            Key = letter.Key,
            Value = letter.Value,
            Headers = headers,
            Timestamp = letter.Timestamp.Type == TimestampType.NotAvailable
                ? Timestamp.Default
                : new Timestamp(letter.Timestamp.UnixTimestampMs, TimestampType.CreateTime),
        };
    }

    /// <summary>Waits for what is on its way, and records it; not cancelled, since what was sent has to be noticed the next time.</summary>
    private async Task RecordAsync(List<(ChosenLetter Letter, Task<PostPosition> Delivery)> deliveries)
    {
        var records = new List<Task>();
        Exception? failure = null;
        foreach (var (letter, delivery) in deliveries)
        {
            try
            {
                records.Add(_records.ProduceAsync(new TopicPartition(clients.Options.DeadLetterTopic, letter.Partition), Redrive.Record(letter.Post, await delivery)));
            }
            catch (IOException exception)
            {
                failure = exception;
            }
        }

        await Task.WhenAll(records);
        Sent += records.Count;
        if (failure is not null)
        {
            throw failure;
        }
    }
}
