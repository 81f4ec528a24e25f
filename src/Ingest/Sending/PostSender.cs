using System.Collections.Immutable;
using System.Diagnostics;
using System.Text;
using Confluent.Kafka;
using Confluent.Kafka.Admin;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Moodstream.Abstractions.Posts;
using Moodstream.Ingest.Kafka;
using Moodstream.Ingest.Options;

namespace Moodstream.Ingest.Sending;

/// <summary>
/// Sends posts to the posts topic of any Kafka server, keyed by user, and waits for each delivery report. Where the
/// server is librdkafka's built-in broker, which silently drops what exceeds its memory, it sends no faster than the
/// consumer group takes in. Safe for concurrent use; posts that one caller sends one after the other keep their order.
/// </summary>
public sealed class PostSender : IDisposable
{
    private const int MaxInFlight = 10_000;
    private const int MaxBadLinesKept = 100;
    private const int RecordOverhead = 128;
    private const string EmbeddedClusterPrefix = "mockCluster";

    private readonly KafkaOptions _kafka;
    private readonly SendOptions _options;
    private readonly TimeProvider _time;
    private readonly IProducer<byte[]?, byte[]?> _producer;
    private readonly PartitionPacer? _pacer;
    private readonly int _partitions;
    private readonly SemaphoreSlim _inFlight = new(MaxInFlight);

    private PostSender(KafkaOptions kafka, SendOptions options, TimeProvider time, IProducer<byte[]?, byte[]?> producer, PartitionPacer? pacer, int partitions)
    {
        _kafka = kafka;
        _options = options;
        _time = time;
        _producer = producer;
        _pacer = pacer;
        _partitions = partitions;
    }

    /// <summary>Connects to the server.</summary>
    /// <param name="kafka">Names of the topic and the group, client properties, and <see cref="KafkaOptions.ConnectTimeoutMs"/>.</param>
    /// <param name="endpoint">The server.</param>
    /// <param name="options">How posts are sent; null for the defaults.</param>
    /// <param name="time">The clock; null for the system's.</param>
    /// <param name="loggerFactory">Where the client's own messages go; null for nowhere.</param>
    /// <param name="cancellationToken">Ends the wait for the server.</param>
    /// <exception cref="KafkaUnreachableException">The server did not answer in time, or lacks a topic that could not be created.</exception>
    public static async Task<PostSender> ConnectAsync(
        KafkaOptions kafka,
        KafkaEndpoint endpoint,
        SendOptions? options = null,
        TimeProvider? time = null,
        ILoggerFactory? loggerFactory = null,
        CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(kafka);
        ArgumentNullException.ThrowIfNull(endpoint);
        options ??= new SendOptions();
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(options.PostsPerSecond ?? 1, nameof(options));
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(options.MaxOutstandingBytes, nameof(options));
        time ??= TimeProvider.System;
        await KafkaProbe.EnsureTopicsAsync(kafka, endpoint, cancellationToken);
        var clients = new KafkaClients(kafka, endpoint.BootstrapServers, (loggerFactory ?? NullLoggerFactory.Instance).CreateLogger<PostSender>());
        var timeout = TimeSpan.FromMilliseconds(kafka.ConnectTimeoutMs);
        var producer = clients.Producer("sender").Build();
        try
        {
            using var admin = new DependentAdminClientBuilder(producer.Handle).Build();
            var partitions = admin.GetMetadata(kafka.PostsTopic, timeout).Topics[0].Partitions.Count;
            var paced = options.Pacing switch
            {
                SendPacing.Always => true,
                SendPacing.Never => false,
                _ => endpoint.IsEmbedded || await IsEmbeddedAsync(admin, timeout),
            };
            var pacer = paced
                ? await Task.Run(
                    () => new PartitionPacer(clients.Observer(kafka.GroupId).Build(), kafka.PostsTopic, partitions, kafka.GroupId, options, time),
                    cancellationToken)
                : null;
            return new PostSender(kafka, options, time, producer, pacer, partitions);
        }
        catch (KafkaException exception)
        {
            producer.Dispose();
            throw new KafkaUnreachableException(
                $"Kafka at {endpoint.BootstrapServers} did not tell about the topic {kafka.PostsTopic} ({exception.Error.Reason}).", exception);
        }
    }

    /// <summary>Sends one post; done when the server confirmed it.</summary>
    /// <param name="userId">The author, its key.</param>
    /// <param name="json">The post.</param>
    /// <param name="cancellationToken">Ends the wait for room; a post that is on its way stays so.</param>
    /// <returns>Where it stands.</returns>
    /// <exception cref="SendStalledException">The consumer group took in nothing for too long.</exception>
    /// <exception cref="IOException">The server did not take it.</exception>
    public async Task<PostPosition> SendAsync(string userId, ReadOnlyMemory<byte> json, CancellationToken cancellationToken = default) =>
        await await EnqueueAsync(Traced(Encoding.UTF8.GetBytes(userId), json.ToArray()), cancellationToken);

    /// <summary>Sends posts from JSON Lines, one a line.</summary>
    /// <param name="lines">UTF-8; read to its end, and left open.</param>
    /// <param name="progress">Hears about every line; null for nobody.</param>
    /// <param name="completer">Completes every line before it is judged and sent; null sends lines as they are.</param>
    /// <param name="cancellationToken">Ends the sending; what was sent stays so.</param>
    /// <returns>What became of them; all deliveries are confirmed.</returns>
    /// <exception cref="SendStalledException">The consumer group took in nothing for too long.</exception>
    /// <exception cref="IOException">The server did not take a post, or a picture that a line names cannot be read.</exception>
    public async Task<SendReport> SendLinesAsync(
        Stream lines, IProgress<SendProgress>? progress = null, PostCompleter? completer = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(lines);
        var started = _time.GetTimestamp();
        var bad = ImmutableArray.CreateBuilder<BadLine>();
        long count = 0, badCount = 0, delivered = 0, read = 0, done = 0;
        var pending = new HashSet<Task>();
        Exception? failure = null;
        await foreach (var (number, bytesRead, written) in LineReader.ReadAsync(lines, _kafka.MaxMessageBytes, cancellationToken))
        {
            var line = written is null || completer is null ? written : Completed(completer, written);
            count++;
            var length = bytesRead - read;
            read = bytesRead;
            var problem = $"It is longer than Kafka:MaxMessageBytes, {_kafka.MaxMessageBytes} bytes.";
            var key = line is null ? null : PostKeyReader.Read(line, out problem);
            if (key is null)
            {
                badCount++;
                if (bad.Count < MaxBadLinesKept)
                {
                    bad.Add(new BadLine(number, problem!));
                }

                if (_options.BadLines == BadLineHandling.Stop)
                {
                    break;
                }
            }

            if (key is not null || (line is not null && _options.BadLines == BadLineHandling.Send))
            {
                await WaitForRateAsync(started, count - badCount, cancellationToken);
                var delivery = Confirm(await EnqueueAsync(Traced(key, line), cancellationToken), length);
                lock (pending)
                {
                    pending.Add(delivery);
                }

                _ = delivery.ContinueWith(Drop, CancellationToken.None, TaskContinuationOptions.ExecuteSynchronously, TaskScheduler.Default);
            }
            else
            {
                Interlocked.Add(ref done, length);
            }

            if (Volatile.Read(ref failure) is not null)
            {
                break;
            }

            Report();
        }

        Task[] rest;
        lock (pending)
        {
            rest = [.. pending];
        }

        await Task.WhenAll(rest);
        Report();
        return failure is null
            ? new SendReport(count, delivered, badCount, bad.DrainToImmutable(), _time.GetElapsedTime(started))
            : throw new IOException(failure.Message, failure);

        async Task Confirm(Task<PostPosition> delivery, long length)
        {
            try
            {
                await delivery;
                Interlocked.Increment(ref delivered);
                Interlocked.Add(ref done, length);
            }
            catch (IOException exception)
            {
                Interlocked.CompareExchange(ref failure, exception, null);
            }
        }

        void Drop(Task done)
        {
            lock (pending)
            {
                pending.Remove(done);
            }
        }

        void Report() => progress?.Report(new SendProgress(count, Interlocked.Read(ref done), Interlocked.Read(ref delivered), badCount, _pacer?.IsWaiting ?? false));
    }

    /// <summary>Ends the connection; posts that are on their way are lost, so await them first.</summary>
    public void Dispose()
    {
        _producer.Dispose();
        _pacer?.Dispose();
        _inFlight.Dispose();
    }

    /// <summary>The line, complete; null where its picture makes it longer than a message may be.</summary>
    private byte[]? Completed(PostCompleter completer, byte[] line)
    {
        var completed = completer.Complete(line);
        return completed.Length > _kafka.MaxMessageBytes ? null : completed.Equals(line) ? line : completed.ToArray();
    }

    private static async Task<bool> IsEmbeddedAsync(IAdminClient admin, TimeSpan timeout)
    {
        try
        {
            var cluster = await admin.DescribeClusterAsync(new DescribeClusterOptions { RequestTimeout = timeout });
            return cluster.ClusterId?.StartsWith(EmbeddedClusterPrefix, StringComparison.Ordinal) ?? false;
        }
        catch (KafkaException)
        {
            // The right to describe the cluster is another than the right to write to a topic.
            return false;
        }
    }

    /// <summary>Puts a message into the producer's queue; the inner task ends with its delivery.</summary>
    /// <param name="message">The message, whatever it holds; its key says which partition.</param>
    /// <param name="cancellationToken">Ends the wait for room.</param>
    /// <exception cref="SendStalledException">The consumer group took in nothing for too long.</exception>
    internal async Task<Task<PostPosition>> EnqueueAsync(Message<byte[]?, byte[]?> message, CancellationToken cancellationToken)
    {
        var bytes = (message.Key?.Length ?? 0) + (message.Value?.Length ?? 0) + RecordOverhead;
        var partition = message.Key is { } key ? Murmur2.PartitionOf(key, _partitions) : Random.Shared.Next(_partitions);
        await _inFlight.WaitAsync(cancellationToken);
        try
        {
            if (_pacer is not null)
            {
                await _pacer.ReserveAsync(partition, bytes, cancellationToken);
            }
        }
        catch
        {
            _inFlight.Release();
            throw;
        }

        return DeliverAsync(partition, message, bytes);
    }

    private static Message<byte[]?, byte[]?> Traced(byte[]? key, byte[]? json)
    {
        var headers = new Headers();
        if (Activity.Current?.Id is { } parent)
        {
            headers.Add(TraceHeaders.Parent, Encoding.UTF8.GetBytes(parent));
        }

        return new Message<byte[]?, byte[]?> { Key = key, Value = json, Headers = headers };
    }

    private async Task<PostPosition> DeliverAsync(int partition, Message<byte[]?, byte[]?> message, long bytes)
    {
        try
        {
            var result = await _producer.ProduceAsync(new TopicPartition(_kafka.PostsTopic, partition), message);
            _pacer?.Delivered(partition, result.Offset.Value, bytes);
            return new PostPosition(partition, result.Offset.Value);
        }
        catch (ProduceException<byte[]?, byte[]?> exception)
        {
            _pacer?.Failed(partition, bytes);
            throw new IOException($"Kafka did not take a post for {_kafka.PostsTopic}: {exception.Error.Reason}", exception);
        }
        finally
        {
            _inFlight.Release();
        }
    }

    private async Task WaitForRateAsync(long started, long index, CancellationToken cancellationToken)
    {
        if (_options.PostsPerSecond is { } rate)
        {
            var ahead = TimeSpan.FromSeconds((index - 1) / rate) - _time.GetElapsedTime(started);
            if (ahead > TimeSpan.Zero)
            {
                await Task.Delay(ahead, _time, cancellationToken);
            }
        }
    }
}
