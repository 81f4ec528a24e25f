using System.Collections.Immutable;
using Confluent.Kafka;
using Microsoft.Extensions.Logging.Abstractions;
using Moodstream.Abstractions.Posts;
using Moodstream.Ingest.Kafka;
using Moodstream.Ingest.Options;

namespace Moodstream.Ingest.Verifying;

/// <summary>
/// Decides whether every post is accounted for: reads dead letters, events and posts from their beginnings to the ends that they have at the
/// start, and where it can the timelines. It commits nothing and disturbs nobody; some 130 bytes of memory a post.
/// </summary>
/// <param name="kafka">Names of the topics and the group, client properties, <see cref="KafkaOptions.ConnectTimeoutMs"/>.</param>
/// <param name="endpoint">The server.</param>
/// <param name="parser">Reads posts by the limits that the silos have.</param>
/// <param name="retention">How long a post in parts may be open after its last event.</param>
/// <param name="timelineRetention">How long timelines keep a post after its creation; null for ever.</param>
/// <param name="time">The clock.</param>
public sealed class StreamVerifier(
    KafkaOptions kafka, KafkaEndpoint endpoint, PostParser parser, TimeSpan retention, TimeSpan? timelineRetention, TimeProvider time)
{
    private const int TimelinesAtOnce = 8;

    /// <summary>Posts are closed by a sweep every ten minutes, which may have many to close.</summary>
    private static readonly TimeSpan Closing = TimeSpan.FromMinutes(30);

    /// <summary>Verifies.</summary>
    /// <param name="timelines">Where the timelines are; null leaves them out.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <exception cref="KafkaUnreachableException">The server did not answer in time, or lacks a topic.</exception>
    public async Task<VerifyReport> RunAsync(ITimelineSource? timelines, CancellationToken cancellationToken)
    {
        var posts = await PartitionsAsync(kafka.PostsTopic, cancellationToken);
        var events = await PartitionsAsync(kafka.EventsTopic, cancellationToken);
        var deadLetters = await PartitionsAsync(kafka.DeadLetterTopic, cancellationToken);
        try
        {
            return await Task.Run(() => VerifyAsync((posts, events, deadLetters), timelines, cancellationToken), cancellationToken);
        }
        catch (KafkaException exception)
        {
            throw new KafkaUnreachableException($"Kafka at {endpoint.BootstrapServers} failed: {exception.Error.Reason}", exception);
        }
    }

    private async Task<int> PartitionsAsync(string topic, CancellationToken cancellationToken) =>
        await KafkaProbe.CountPartitionsAsync(kafka, endpoint, topic, cancellationToken) is > 0 and var partitions
            ? partitions
            : throw new KafkaUnreachableException(
                $"Kafka at {endpoint.BootstrapServers} has no topic {topic}; start a silo, which creates it, or correct Kafka:PostsTopic, Kafka:EventsTopic, Kafka:DeadLetterTopic.");

    private async Task<VerifyReport> VerifyAsync(
        (int Posts, int Events, int DeadLetters) partitions, ITimelineSource? timelines, CancellationToken cancellationToken)
    {
        using var reader = new TopicReader(new KafkaClients(kafka, endpoint.BootstrapServers, NullLogger.Instance));

        // In this order, everything that is said of what is committed lies before the ends.
        var posts = reader.All(kafka.PostsTopic, partitions.Posts);
        var committed = reader.Committed(kafka.PostsTopic, partitions.Posts);
        var deadLetters = reader.All(kafka.DeadLetterTopic, partitions.DeadLetters);
        var events = reader.All(kafka.EventsTopic, partitions.Events);

        var faults = new Faults();
        var kept = new KeptSpan(timelineRetention, time.GetUtcNow());
        var ledger = new EventLedger(faults, kept);
        var index = new DeadLetterIndex(kafka.PostsTopic);
        var judgement = new PostJudgement(ledger, index, committed, parser, retention + Closing, kept, time.GetUtcNow(), faults);
        reader.Read(deadLetters, index.Take, cancellationToken);
        reader.Read(events, ledger.Take, cancellationToken);
        reader.Read(posts, judgement.Take, cancellationToken);
        if (timelines is not null)
        {
            await CompareAsync(reader, events, ledger, new TimelineComparison(ledger, timelines, kept, faults), cancellationToken);
        }

        return new VerifyReport
        {
            Faults = faults.All(),
            Messages = judgement.Messages,
            Final = judgement.Final,
            Open = judgement.Open,
            DeadLetters = judgement.DeadLetters,
            Redriven = judgement.Redriven,
            Erased = judgement.Erased,
            Events = ledger.Events,
            Repeated = ledger.Repeated,
            Dropped = Dropped(posts) + Dropped(events) + Dropped(deadLetters),
            Timelines = timelines is null ? null : ledger.Users.Count,
        };
    }

    private async Task CompareAsync(
        TopicReader reader, ImmutableArray<Stretch> read, EventLedger ledger, TimelineComparison comparison, CancellationToken cancellationToken)
    {
        await Parallel.ForEachAsync(
            ledger.Users,
            new ParallelOptions { MaxDegreeOfParallelism = TimelinesAtOnce, CancellationToken = cancellationToken },
            async (user, stop) => await comparison.CompareAsync(user.Key, user.Value, stop));
        if (comparison.IsAhead)
        {
            var since = reader.All(kafka.EventsTopic, read.Length).Zip(read, static (now, before) => now with { From = before.To });
            reader.Read(
                [.. since],
                message =>
                {
                    if (message.Message.Value is { } value && EventLedger.Read(value) is { } late)
                    {
                        comparison.TakeLate(late.Event.Post, late.Event.Revision);
                    }
                },
                cancellationToken);
        }

        comparison.Conclude();
    }

    private static long Dropped(ImmutableArray<Stretch> stretches) => stretches.Sum(static stretch => stretch.From);
}
