using System.Collections.Immutable;
using Confluent.Kafka;
using Microsoft.Extensions.Logging;
using Moodstream.Ingest.Kafka;
using Moodstream.Ingest.Options;
using Moodstream.Ingest.Sending;

namespace Moodstream.Ingest.Redriving;

/// <summary>
/// The dead letters of the topic: lists them, and sends their posts again. It reads the topic from its beginning each time, outside of any
/// group's assignment, and shows nothing of what a post says.
/// </summary>
/// <param name="kafka">Names of the topics, client properties, <see cref="KafkaOptions.ConnectTimeoutMs"/>.</param>
/// <param name="endpoint">The server.</param>
/// <param name="loggers">Where the clients' own messages go.</param>
public sealed class DeadLetterBox(KafkaOptions kafka, KafkaEndpoint endpoint, ILoggerFactory loggers)
{
    private readonly KafkaClients _clients = new(kafka, endpoint.BootstrapServers, loggers.CreateLogger<DeadLetterBox>());

    /// <summary>Lists dead letters.</summary>
    /// <param name="filter">Which.</param>
    /// <param name="limit">Most that are described, from 0.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <exception cref="KafkaUnreachableException">The server did not answer in time, or lacks the topic.</exception>
    public async Task<DeadLetterList> ListAsync(DeadLetterFilter filter, int limit, CancellationToken cancellationToken)
    {
        var first = new PriorityQueue<DeadLetter, (int, long)>();
        var types = new Dictionary<string, long>(StringComparer.Ordinal);
        using var reader = new TopicReader(_clients);
        var redrives = await SurveyAsync(reader, Take, cancellationToken);
        return new DeadLetterList(
            types.Values.Sum(),
            types.ToImmutableSortedDictionary(StringComparer.Ordinal),
            [
                .. first.UnorderedItems.Select(static item => item.Element).OrderBy(static letter => (letter.Partition, letter.Offset))
                    .Select(letter => letter with { Redrives = letter.PostPlace is { } post && redrives.TryGetValue(post, out var found) ? [.. found] : [] }),
            ]);

        void Take(DeadLetter letter)
        {
            if (filter.Admits(letter))
            {
                types[letter.Type] = types.GetValueOrDefault(letter.Type) + 1;
                first.Enqueue(letter, (-letter.Partition, -letter.Offset));
                if (first.Count > limit)
                {
                    first.Dequeue();
                }
            }
        }
    }

    /// <summary>
    /// Sends the posts of dead letters again as they came: key, value, headers and time, with a header that counts how often. The time stays, so
    /// that what an erasure keeps out stays out. Each is recorded on the dead-letter topic once it is sent.
    /// </summary>
    /// <param name="filter">Which.</param>
    /// <param name="again">Whether also those that were sent again before.</param>
    /// <param name="dryRun">Whether to count only.</param>
    /// <param name="cancellationToken">Ends it between two posts.</param>
    /// <exception cref="KafkaUnreachableException">The server did not answer in time, or lacks a topic.</exception>
    /// <exception cref="RedriveStoppedException">It ended before all was sent.</exception>
    public async Task<RedriveReport> RedriveAsync(DeadLetterFilter filter, bool again, bool dryRun, CancellationToken cancellationToken)
    {
        using var reader = new TopicReader(_clients);
        var plan = new RedrivePlan(filter, kafka.PostsTopic, again);
        var redrives = await SurveyAsync(reader, plan.Take, cancellationToken);
        var letters = plan.Choose(redrives);
        if (dryRun || letters.IsEmpty)
        {
            return plan.Report(letters.Length);
        }

        using var sender = await PostSender.ConnectAsync(kafka, endpoint, loggerFactory: loggers, cancellationToken: cancellationToken);
        using var run = new RedriveRun(_clients, reader, sender);
        try
        {
            await run.SendAsync(letters, cancellationToken);
            return plan.Report(run.Sent);
        }
        catch (Exception exception) when (exception is IOException or SendStalledException or KafkaException or OperationCanceledException)
        {
            throw new RedriveStoppedException(run.Sent, exception);
        }
    }

    /// <summary>Reads the topic once.</summary>
    /// <param name="reader">Reads it.</param>
    /// <param name="take">Takes each dead letter.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <returns>What was sent again, by the place of the post that had failed.</returns>
    private async Task<Dictionary<TopicPartitionOffset, List<Redrive>>> SurveyAsync(TopicReader reader, Action<DeadLetter> take, CancellationToken cancellationToken)
    {
        var partitions = await KafkaProbe.CountPartitionsAsync(kafka, endpoint, kafka.DeadLetterTopic, cancellationToken);
        if (partitions == 0)
        {
            throw new KafkaUnreachableException(
                $"Kafka at {endpoint.BootstrapServers} has no topic {kafka.DeadLetterTopic}; start a silo, which creates it, or correct Kafka:DeadLetterTopic.");
        }

        var redrives = new Dictionary<TopicPartitionOffset, List<Redrive>>();
        try
        {
            await Task.Run(() => reader.Read(reader.All(kafka.DeadLetterTopic, partitions), Sort, cancellationToken), cancellationToken);
            return redrives;
        }
        catch (KafkaException exception)
        {
            throw new KafkaUnreachableException($"Kafka at {endpoint.BootstrapServers} failed: {exception.Error.Reason}", exception);
        }

        void Sort(ConsumeResult<byte[]?, byte[]?> message)
        {
            if (Redrive.Read(message) is { } record)
            {
                if (!redrives.TryGetValue(record.Post, out var known))
                {
                    redrives[record.Post] = known = [];
                }

                known.Add(record.Redrive);
            }
            else if (DeadLetter.Read(message) is { } letter)
            {
                take(letter);
            }
        }
    }
}
