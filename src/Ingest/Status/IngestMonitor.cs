using System.Collections.Concurrent;
using System.Collections.Immutable;
using System.Diagnostics.Metrics;
using Confluent.Kafka;
using Microsoft.Extensions.Logging;
using Moodstream.Abstractions.Emotions;
using Moodstream.Abstractions.Posts;
using Moodstream.Ingest.Kafka;
using Moodstream.Ingest.Options;
using Moodstream.Ingest.Telemetry;

namespace Moodstream.Ingest.Status;

/// <summary>Hears what happens in ingest, and makes metrics, log lines and <see cref="IngestStatus"/> of it.</summary>
public sealed partial class IngestMonitor : IDisposable
{
    private readonly KafkaOptions _kafka;
    private readonly KafkaEndpoint _endpoint;
    private readonly TimeProvider _time;
    private readonly ILogger _logger;
    private readonly ConcurrentDictionary<TopicPartition, Func<PartitionStatus>> _partitions = new();
    private readonly ConcurrentDictionary<string, long> _deadLetters = new(StringComparer.Ordinal);
    private readonly RateMeter _consumedRate;
    private readonly RateMeter _publishedRate;
    private readonly Meter _meter;
    private long _consumed;
    private long _published;
    private long _absorbed;
    private long _retries;
    private long _gaps;
    private int _retrying;
    private volatile bool _running;
    private volatile ErrorReport? _lastError;
    private long _answered;
    private long _patienceTicks;
    private volatile string? _kafkaFailure;

    internal IngestMonitor(KafkaOptions kafka, KafkaEndpoint endpoint, TimeProvider time, ILogger<IngestMonitor> logger)
    {
        _kafka = kafka;
        _endpoint = endpoint;
        _time = time;
        _logger = logger;
        _consumedRate = new RateMeter(time);
        _publishedRate = new RateMeter(time);
        // A meter of its own, so that its gauges end with it; listeners go by the name.
        _meter = new Meter(IngestTelemetry.Name);
        _meter.CreateObservableGauge(
            "moodstream.consumer.lag", () => Observe(static p => p.Lag), "{message}", "Messages that are not committed yet.");
        _meter.CreateObservableGauge(
            "moodstream.consumer.inflight", () => Observe(static p => p.InFlightPosts), "{post}", "Posts waiting or at work.");
        _meter.CreateObservableGauge(
            "moodstream.consumer.paused", () => Observe(static p => p.Paused ? 1 : 0), "{partition}", "Whether the partition is paused.");
        _meter.CreateObservableGauge(
            "moodstream.retrying", () => Volatile.Read(ref _retrying), "{call}", "Calls that failed and are being repeated now.");
        _meter.CreateObservableGauge(
            "moodstream.kafka.silent", () => KafkaProblem is null ? 0 : 1, null, "1 while Kafka does not answer.");
        IngestTelemetry.StartAtZero();
    }

    /// <summary>Why Kafka cannot be worked with, in one line; null where it answered within <c>Kafka:ConnectTimeoutMs</c>.</summary>
    public string? KafkaProblem => Interlocked.Read(ref _patienceTicks) is > 0 and var patience && _time.GetElapsedTime(Interlocked.Read(ref _answered)).Ticks > patience
        ? _kafkaFailure ?? $"Kafka at {_endpoint.BootstrapServers} does not answer"
        : null;

    /// <summary>What ingest is doing now.</summary>
    public IngestStatus Snapshot()
    {
        var retrying = Volatile.Read(ref _retrying);
        var partitions = _partitions.Values.Select(static status => status()).OrderBy(static p => p.Partition).ToImmutableArray();
        var error = _lastError;
        return new IngestStatus
        {
            State = !_running ? IngestState.Stopped : retrying > 0 || KafkaProblem is not null ? IngestState.Retrying : IngestState.Running,
            BootstrapServers = _endpoint.BootstrapServers,
            IsEmbedded = _endpoint.IsEmbedded,
            GroupId = _kafka.GroupId,
            PostsTopic = _kafka.PostsTopic,
            EventsTopic = _kafka.EventsTopic,
            DeadLetterTopic = _kafka.DeadLetterTopic,
            Consumed = Interlocked.Read(ref _consumed),
            Published = Interlocked.Read(ref _published),
            Absorbed = Interlocked.Read(ref _absorbed),
            DeadLetters = _deadLetters.ToImmutableSortedDictionary(StringComparer.Ordinal),
            Retries = Interlocked.Read(ref _retries),
            RetryingNow = retrying,
            LastError = error?.Message,
            LastErrorAt = error?.At,
            Gaps = Interlocked.Read(ref _gaps),
            ConsumedPerSecond = _consumedRate.PerSecond,
            PublishedPerSecond = _publishedRate.PerSecond,
            InFlightPosts = partitions.Sum(static p => p.InFlightPosts),
            InFlightBytes = partitions.Sum(static p => p.InFlightBytes),
            Partitions = partitions,
        };
    }

    /// <summary>Ends the gauges.</summary>
    public void Dispose() => _meter.Dispose();

    internal void Running(bool running) => _running = running;

    /// <summary>From now on Kafka is asked, and told to fail where it has not answered for some time.</summary>
    internal void Watch(TimeSpan patience)
    {
        Interlocked.Exchange(ref _answered, _time.GetTimestamp());
        Interlocked.Exchange(ref _patienceTicks, patience.Ticks);
    }

    internal void KafkaAnswers()
    {
        if (_kafkaFailure is not null)
        {
            _kafkaFailure = null;
            LogKafkaAnswers(_endpoint.BootstrapServers);
        }

        Interlocked.Exchange(ref _answered, _time.GetTimestamp());
    }

    internal void KafkaFails(KafkaUnreachableException exception)
    {
        if (_kafkaFailure is null)
        {
            LogKafkaFails(exception.Message);
        }

        _kafkaFailure = exception.Message;
        Error(exception.Message);
    }

    /// <summary>Watches a partition until <see cref="Unassigned"/> is called with the same reading.</summary>
    internal void Assigned(TopicPartition partition, Func<PartitionStatus> status)
    {
        _partitions[partition] = status;
        CountGap(partition, 0);
    }

    /// <summary>Ends the watch, unless the partition was assigned anew with another reading meanwhile.</summary>
    internal void Unassigned(TopicPartition partition, Func<PartitionStatus> status) => _partitions.TryRemove(new(partition, status));

    internal void Consumed(int posts)
    {
        Interlocked.Add(ref _consumed, posts);
        _consumedRate.Add(posts);
        IngestTelemetry.Consumed.Add(posts);
    }

    internal void Published(IReadOnlyCollection<EmotionStatus> events)
    {
        Interlocked.Add(ref _published, events.Count);
        _publishedRate.Add(events.Count);
        foreach (var status in events.CountBy(static status => status))
        {
            IngestTelemetry.Published.Add(status.Value, new KeyValuePair<string, object?>("status", status.Key switch
            {
                EmotionStatus.Provisional => "provisional",
                EmotionStatus.Revised => "revised",
                _ => "final",
            }));
        }
    }

    internal void Absorbed() => Interlocked.Increment(ref _absorbed);

    internal void DeadLettered(TopicPartitionOffset post, PostFailure failure)
    {
        _deadLetters.AddOrUpdate(failure.Type, 1, static (_, count) => count + 1);
        IngestTelemetry.DeadLetters.Add(1, new KeyValuePair<string, object?>("type", failure.Type));
        LogDeadLetter(post.Topic, post.Partition.Value, post.Offset.Value, failure.Type, failure.Message);
    }

    /// <summary>Reports a failed call that will be repeated; dispose the answer when the pause before that is over.</summary>
    internal RetryScope Retrying(string stage, int attempt, Exception exception)
    {
        Interlocked.Increment(ref _retries);
        Interlocked.Increment(ref _retrying);
        IngestTelemetry.Retries.Add(1, new KeyValuePair<string, object?>("stage", stage));
        Error($"{stage}: {Say(exception)}");
        LogRetry(exception, stage, attempt);
        return new RetryScope(this);
    }

    internal void Undrained(TopicPartition partition, long posts) => LogUndrained(partition.Topic, partition.Partition.Value, posts);

    internal void BeginsLate(TopicPartitionOffset first) => LogBeginsLate(first.Topic, first.Partition.Value, first.Offset.Value);

    internal void Failed(string what, Exception exception)
    {
        Error($"{what}: {Say(exception)}");
        LogFailed(exception, what);
    }

    internal void Gap(TopicPartition partition, long first, long count)
    {
        Interlocked.Add(ref _gaps, count);
        CountGap(partition, count);
        Error($"{count} offsets of {partition.Topic} [{partition.Partition.Value}] from {first} were dropped by the server before they were read");
        LogGap(partition.Topic, partition.Partition.Value, first, count);
    }

    internal void WentBack(TopicPartition partition, long expected, long offset)
    {
        Error($"{partition.Topic} [{partition.Partition.Value}] went back from offset {expected} to {offset}");
        LogWentBack(partition.Topic, partition.Partition.Value, expected, offset);
    }

    private static void CountGap(TopicPartition partition, long count) => IngestTelemetry.GapOffsets.Add(
        count, new KeyValuePair<string, object?>("topic", partition.Topic), new KeyValuePair<string, object?>("partition", partition.Partition.Value));

    /// <summary>What is wrong; of an exception whose message may quote a post, or name a user, only its type.</summary>
    private static string Say(Exception exception) => exception switch
    {
        KafkaException kafka => $"{kafka.Error.Reason} ({kafka.Error.Code})",
        IOException or System.Net.Sockets.SocketException => $"{exception.GetType().Name}: {exception.Message.ReplaceLineEndings(" ")}",
        _ => exception.GetType().Name,
    };

    private void Error(string message) => _lastError = new ErrorReport(message, _time.GetUtcNow());

    private IEnumerable<Measurement<long>> Observe(Func<PartitionStatus, long?> value)
    {
        foreach (var (partition, status) in _partitions)
        {
            if (value(status()) is { } measured)
            {
                yield return new Measurement<long>(
                    measured,
                    new KeyValuePair<string, object?>("topic", partition.Topic),
                    new KeyValuePair<string, object?>("partition", partition.Partition.Value));
            }
        }
    }

    [LoggerMessage(LogLevel.Warning, "{Problem}")]
    private partial void LogKafkaFails(string problem);

    [LoggerMessage(LogLevel.Information, "Kafka at {BootstrapServers} answers again")]
    private partial void LogKafkaAnswers(string bootstrapServers);

    [LoggerMessage(LogLevel.Information, "Dead letter: {Topic} [{Partition}] offset {Offset}: {Type}: {Reason}")]
    private partial void LogDeadLetter(string topic, int partition, long offset, string type, string reason);

    [LoggerMessage(LogLevel.Warning, "The stage {Stage} failed {Attempt} times in a row and is repeated; posts wait meanwhile")]
    private partial void LogRetry(Exception exception, string stage, int attempt);

    [LoggerMessage(LogLevel.Error, "{What} failed")]
    private partial void LogFailed(Exception exception, string what);

    [LoggerMessage(
        LogLevel.Error,
        "Gap: {Topic} [{Partition}] offsets {First} and on, {Count} of them, were dropped by the server before they were read. Raise the topic's retention, or send more slowly to the embedded broker")]
    private partial void LogGap(string topic, int partition, long first, long count);

    [LoggerMessage(
        LogLevel.Error,
        "{Topic} [{Partition}] went back from offset {Expected} to {Offset}: its log was cut or the topic was made anew. Posts may come again, and others may be missing")]
    private partial void LogWentBack(string topic, int partition, long expected, long offset);

    [LoggerMessage(
        LogLevel.Warning, "{Topic} [{Partition}] is handed over with {Posts} posts unfinished; its next owner does them again")]
    private partial void LogUndrained(string topic, int partition, long posts);

    [LoggerMessage(
        LogLevel.Warning,
        "The consumer group is new to {Topic} [{Partition}], and the server has dropped what was before offset {First}: the group begins there")]
    private partial void LogBeginsLate(string topic, int partition, long first);

    private sealed record ErrorReport(string Message, DateTimeOffset At);

    internal readonly struct RetryScope(IngestMonitor monitor) : IDisposable
    {
        public void Dispose() => Interlocked.Decrement(ref monitor._retrying);
    }
}
