using Confluent.Kafka;
using Confluent.Kafka.Admin;
using Microsoft.Extensions.Logging.Abstractions;
using Moodstream.Ingest.Options;

namespace Moodstream.Ingest.Kafka;

/// <summary>
/// Finds out whether a Kafka server answers and what topics it has, and makes those that it lacks where it is told to. It
/// asks for all topics at once: asking for one by its name makes that topic on a server that creates topics on first use.
/// </summary>
public static class KafkaProbe
{
    /// <summary>
    /// Waits until the server answers, and creates those of the three topics that it lacks, where
    /// <see cref="KafkaOptions.CreateTopics"/> allows.
    /// </summary>
    /// <param name="options">Names of the topics, number of partitions, client properties, bound of the wait.</param>
    /// <param name="endpoint">The server.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <exception cref="KafkaUnreachableException">
    /// The server did not answer in time, refused the connection, or lacks a topic that could not be created.
    /// </exception>
    public static async Task EnsureTopicsAsync(
        KafkaOptions options, KafkaEndpoint endpoint, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(options);
        ArgumentNullException.ThrowIfNull(endpoint);
        var known = await Task.Run(() => Metadata(options, endpoint), cancellationToken);
        var present = known.Topics.Where(static t => !t.Error.IsError).Select(static t => t.Topic).ToHashSet(StringComparer.Ordinal);
        string[] wanted = [options.PostsTopic, options.EventsTopic, options.DeadLetterTopic];
        var missing = wanted.Where(topic => !present.Contains(topic)).ToArray();
        if (missing.Length == 0)
        {
            return;
        }

        var names = string.Join(", ", missing);
        if (!options.CreateTopics)
        {
            throw new KafkaUnreachableException(
                $"Kafka at {endpoint.BootstrapServers} has no topic {names}, and Kafka:CreateTopics is false; create the topics, or set it to true.");
        }

        using var admin = Admin(options, endpoint, static _ => { });
        try
        {
            await admin.CreateTopicsAsync(
                missing.Select(topic => new TopicSpecification { Name = topic, NumPartitions = options.Partitions, ReplicationFactor = -1 }),
                new CreateTopicsOptions { RequestTimeout = TimeSpan.FromMilliseconds(options.ConnectTimeoutMs) });
        }
        catch (CreateTopicsException exception) when (exception.Results.All(
            static r => r.Error.Code is ErrorCode.NoError or ErrorCode.TopicAlreadyExists))
        {
            // Another silo was faster.
        }
        catch (KafkaException exception)
        {
            throw new KafkaUnreachableException(
                $"Kafka at {endpoint.BootstrapServers} did not create the topic {names} ({exception.Error.Reason}); create it by hand, or correct Kafka:PostsTopic, Kafka:EventsTopic, Kafka:DeadLetterTopic.",
                exception);
        }
    }

    /// <summary>Waits until the server answers, and makes sure that it has the topic of events; it creates nothing.</summary>
    /// <param name="options">Name of the topic, client properties, bound of the wait.</param>
    /// <param name="endpoint">The server.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <returns>Its number of partitions, at least 1.</returns>
    /// <exception cref="KafkaUnreachableException">The server did not answer in time, refused the connection, or lacks the topic.</exception>
    public static async Task<int> RequireEventsTopicAsync(
        KafkaOptions options, KafkaEndpoint endpoint, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(options);
        ArgumentNullException.ThrowIfNull(endpoint);
        var partitions = await CountPartitionsAsync(options, endpoint, options.EventsTopic, cancellationToken);
        return partitions > 0
            ? partitions
            : throw new KafkaUnreachableException(
                $"Kafka at {endpoint.BootstrapServers} has no topic {options.EventsTopic}; start a silo, which creates it, or correct Kafka:EventsTopic.");
    }

    /// <summary>Asks how many partitions a topic has; it creates nothing.</summary>
    /// <param name="options">Client properties, bound of the wait.</param>
    /// <param name="endpoint">The server.</param>
    /// <param name="topic">The topic.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <returns>Their number; 0 where there is no such topic.</returns>
    /// <exception cref="KafkaUnreachableException">The server did not answer in time, or refused the connection.</exception>
    public static async Task<int> CountPartitionsAsync(
        KafkaOptions options, KafkaEndpoint endpoint, string topic, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(options);
        ArgumentNullException.ThrowIfNull(endpoint);
        var known = await Task.Run(() => Metadata(options, endpoint), cancellationToken);
        return known.Topics.FirstOrDefault(candidate => candidate.Topic == topic)?.Partitions.Count ?? 0;
    }

    private static Metadata Metadata(KafkaOptions options, KafkaEndpoint endpoint)
    {
        string? reason = null;
        try
        {
            using var admin = Admin(options, endpoint, error => reason = error.Code == ErrorCode.Local_AllBrokersDown ? reason : error.Reason);
            return admin.GetMetadata(TimeSpan.FromMilliseconds(options.ConnectTimeoutMs));
        }
        catch (KafkaException exception)
        {
            throw new KafkaUnreachableException(
                $"Kafka:BootstrapServers {endpoint.BootstrapServers} is unreachable ({reason ?? exception.Error.Reason}); start the server, correct the setting, or leave it out to use the embedded broker.",
                exception);
        }
        catch (Exception exception) when (exception is InvalidOperationException or ArgumentException)
        {
            throw new KafkaUnreachableException($"Kafka:Client has a property that librdkafka refuses: {exception.Message}", exception);
        }
    }

    private static IAdminClient Admin(KafkaOptions options, KafkaEndpoint endpoint, Action<Error> onError) =>
        new KafkaClients(options, endpoint.BootstrapServers, NullLogger.Instance).Admin(onError).Build();
}
