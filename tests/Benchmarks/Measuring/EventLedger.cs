using System.Text.Json;
using Confluent.Kafka;
using Moodstream.Benchmarks.Brokers;
using Moodstream.Benchmarks.Posts;

namespace Moodstream.Benchmarks.Measuring;

/// <summary>Reads all events of a run, after it, and accounts for every post.</summary>
internal sealed class EventLedger
{
    private readonly string?[] _emotions;

    private EventLedger(int posts) => _emotions = new string?[posts];

    /// <summary>Final events beyond the first of a post.</summary>
    public int Duplicates { get; private set; }

    /// <summary>Events that are not final: of posts in parts.</summary>
    public int Provisional { get; private set; }

    /// <summary>The fields of an event, those of all events.</summary>
    public SortedSet<string> Fields { get; } = new(StringComparer.Ordinal);

    /// <summary>Posts without a final event.</summary>
    public int Missing => _emotions.Count(static emotion => emotion is null);

    /// <summary>Reads the events.</summary>
    /// <param name="topics">The topics of the run.</param>
    /// <param name="posts">How many posts there are.</param>
    /// <param name="cancellationToken">Gives up.</param>
    public static Task<EventLedger> ReadAsync(RunTopics topics, int posts, CancellationToken cancellationToken) =>
        Task.Run(() => Read(topics, posts, cancellationToken), cancellationToken);

    /// <summary>How many posts another run gave another emotion.</summary>
    /// <param name="other">The other run, of the same posts.</param>
    public int Differences(EventLedger other) => _emotions.Zip(other._emotions).Count(static pair => pair.First != pair.Second);

    private static EventLedger Read(RunTopics topics, int posts, CancellationToken cancellationToken)
    {
        var ledger = new EventLedger(posts);
        using var consumer = new ConsumerBuilder<byte[], byte[]>(new ConsumerConfig
        {
            BootstrapServers = topics.Bootstrap,
            GroupId = "moodstream-bench-ledger",
            EnableAutoCommit = false,
            EnablePartitionEof = true,
            AutoOffsetReset = AutoOffsetReset.Earliest,
            ConsumeResultFields = "none",
        }).SetLogHandler(static (_, _) => { }).Build();
        using var administrator = new TopicAdministrator(topics.Bootstrap);
        var partitions = administrator.Partitions(topics.Events);
        consumer.Assign(partitions.Select(static partition => new TopicPartitionOffset(partition, Offset.Beginning)));
        for (var open = partitions.Count; open > 0;)
        {
            var message = consumer.Consume(cancellationToken);
            if (message.IsPartitionEOF)
            {
                open--;
            }
            else
            {
                ledger.Enter(message.Message.Value);
            }
        }

        return ledger;
    }

    private void Enter(byte[] json)
    {
        var isFirst = Fields.Count == 0;
        var (post, isFinal, emotion) = (-1, false, string.Empty);
        var reader = new Utf8JsonReader(json);
        reader.Read();
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            var (isPost, isStatus, isEmotion) = (reader.ValueTextEquals("postId"u8), reader.ValueTextEquals("status"u8), reader.ValueTextEquals("emotion"u8));
            if (isFirst)
            {
                Fields.Add(reader.GetString()!);
            }

            reader.Read();
            if (isPost)
            {
                post = PostNumber.Parse(ref reader);
            }
            else if (isStatus)
            {
                isFinal = reader.ValueTextEquals("final"u8);
            }
            else if (isEmotion)
            {
                emotion = string.Intern(reader.GetString()!);
            }
            else
            {
                reader.Skip();
            }
        }

        if (post < 0 || post >= _emotions.Length)
        {
            throw new BenchmarkException("An event speaks of a post that nobody sent.");
        }

        if (!isFinal)
        {
            Provisional++;
        }
        else if (_emotions[post] is not null)
        {
            Duplicates++;
        }
        else
        {
            _emotions[post] = emotion;
        }
    }
}
