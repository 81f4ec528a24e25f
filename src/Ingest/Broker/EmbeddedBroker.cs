using System.Net;
using System.Net.Sockets;
using System.Runtime.InteropServices;
using Confluent.Kafka;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Moodstream.Ingest.Options;

namespace Moodstream.Ingest.Broker;

/// <summary>
/// A Kafka broker inside this process: librdkafka's own, made for its tests. Any Kafka client on this machine can use it.
/// It listens on a random port of 127.0.0.1, keeps everything in memory only, at most
/// <see cref="EmbeddedBrokerOptions.BytesPerPartition"/> per partition, and silently drops the oldest beyond that.
/// It serves trials and tests, not production.
/// </summary>
public sealed partial class EmbeddedBroker : IDisposable
{
    private const int BrokerId = 1;

    private static readonly TimeSpan WakeUpAfter = TimeSpan.FromMilliseconds(5);

    private readonly ILogger _logger;
    private nint _client;
    private nint _cluster;

    /// <summary>Starts a broker with the three topics.</summary>
    /// <param name="options">Names of the topics, and <see cref="KafkaOptions.Embedded"/> for their sizes.</param>
    /// <param name="loggerFactory">Where the address is logged; null for nowhere.</param>
    /// <exception cref="InvalidOperationException">No port or no thread was to be had.</exception>
    public EmbeddedBroker(KafkaOptions options, ILoggerFactory? loggerFactory = null)
    {
        ArgumentNullException.ThrowIfNull(options);
        _logger = (loggerFactory ?? NullLoggerFactory.Instance).CreateLogger<EmbeddedBroker>();
        _client = CreateClient();
        _cluster = LibRdKafka.MockClusterNew(_client, 1);
        if (_cluster == 0)
        {
            LibRdKafka.Destroy(_client);
            throw new InvalidOperationException(
                "The embedded Kafka broker could not open a port on 127.0.0.1; set Kafka:BootstrapServers to use another broker.");
        }

        unsafe
        {
            BootstrapServers = Marshal.PtrToStringUTF8((nint)LibRdKafka.MockClusterBootstraps(_cluster))!;
        }

        LibRdKafka.MockGroupInitialRebalanceDelay(_cluster, 100);
        // Without a controller, clients that ask for the cluster's description wait in vain.
        LibRdKafka.MockSetControllerId(_cluster, BrokerId);
        CreateTopic(options.PostsTopic, options.Embedded.PostsPartitions);
        CreateTopic(options.EventsTopic, options.Embedded.EventsPartitions);
        CreateTopic(options.DeadLetterTopic, options.Embedded.DeadLetterPartitions);
        LogStarted(BootstrapServers);
    }

    /// <summary>Frees the native client where <see cref="Dispose"/> was forgotten.</summary>
    ~EmbeddedBroker() => Release();

    /// <summary>Its address, <c>127.0.0.1:PORT</c>.</summary>
    public string BootstrapServers { get; }

    /// <summary>Stops the broker; everything it held is gone.</summary>
    public void Dispose()
    {
        Release();
        GC.SuppressFinalize(this);
    }

    private static unsafe nint CreateClient()
    {
        const int ErrorSize = 512;
        var error = stackalloc byte[ErrorSize];
        var conf = LibRdKafka.ConfNew();
        // The client only lends its threads to the broker; below "error" it would complain that it has no servers.
        if (LibRdKafka.ConfSet(conf, "log_level", "3", error, ErrorSize) != LibRdKafka.ConfigOk)
        {
            LibRdKafka.ConfDestroy(conf);
            throw new InvalidOperationException($"The embedded Kafka broker refused its settings: {Marshal.PtrToStringUTF8((nint)error)}");
        }

        var client = LibRdKafka.New(LibRdKafka.ProducerType, conf, error, ErrorSize);
        if (client == 0)
        {
            LibRdKafka.ConfDestroy(conf);
            throw new InvalidOperationException($"The embedded Kafka broker did not start: {Marshal.PtrToStringUTF8((nint)error)}");
        }

        return client;
    }

    /// <summary>
    /// Has the broker's thread do something. When one request follows another, that thread may miss its wake-up and sleep
    /// for a second with the request in its queue; a connection to its port wakes it as well.
    /// </summary>
    /// <param name="request">Takes the handle of the mock cluster; anything but <see cref="ErrorCode.NoError"/> is thrown.</param>
    internal void Request(Func<nint, ErrorCode> request)
    {
        var pending = Task.Run(() => request(_cluster));
        while (!pending.Wait(WakeUpAfter))
        {
            try
            {
                using var connection = new TcpClient();
                connection.Connect(IPEndPoint.Parse(BootstrapServers));
            }
            catch (SocketException)
            {
                // It is down, and wakes by itself.
            }
        }

        if (pending.Result != ErrorCode.NoError)
        {
            throw new KafkaException(new Error(pending.Result));
        }
    }

    /// <summary>Creates a topic; the broker's clients cannot.</summary>
    private void CreateTopic(string topic, int partitions) =>
        Request(cluster => LibRdKafka.MockTopicCreate(cluster, topic, partitions, 1));

    private void Release()
    {
        var cluster = Interlocked.Exchange(ref _cluster, 0);
        if (cluster != 0)
        {
            LibRdKafka.MockClusterDestroy(cluster);
        }

        var client = Interlocked.Exchange(ref _client, 0);
        if (client != 0)
        {
            LibRdKafka.Destroy(client);
        }
    }

    [LoggerMessage(LogLevel.Information, "Embedded Kafka broker listens on {BootstrapServers}. It keeps posts in memory only.")]
    private partial void LogStarted(string bootstrapServers);
}
