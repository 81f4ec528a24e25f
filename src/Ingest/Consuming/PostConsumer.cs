using Confluent.Kafka;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Moodstream.Ingest.Kafka;
using Moodstream.Ingest.Options;
using Moodstream.Ingest.Pipeline;
using Moodstream.Ingest.Retrying;
using Moodstream.Ingest.Status;

namespace Moodstream.Ingest.Consuming;

/// <summary>
/// Consumes posts for as long as the process runs; one per silo. It begins when the host has started, so that the
/// silo's grains are there, and rejoins the group should its consumer break.
/// </summary>
internal sealed partial class PostConsumer(
    KafkaOptions kafka,
    IngestOptions options,
    KafkaEndpoint endpoint,
    PostProcessing processing,
    IngestMonitor monitor,
    TimeProvider time,
    ILoggerFactory loggerFactory,
    IHostApplicationLifetime? lifetime = null,
    ConsumerName? name = null) : BackgroundService
{
    /// <summary>
    /// How long the server has, after posts are finished or given up, to take the last commit and hear that this member leaves. The client
    /// itself waits for minutes for a server that stands still.
    /// </summary>
    private static readonly TimeSpan LeavingTimeout = TimeSpan.FromSeconds(10);

    private readonly ILogger _logger = loggerFactory.CreateLogger<PostConsumer>();
    private readonly KafkaClients _clients = new(kafka, endpoint.BootstrapServers, loggerFactory.CreateLogger<KafkaClients>(), name?.Value)
    {
        IsEmbedded = endpoint.IsEmbedded,
    };

    /// <summary>Makes sure that the server is there, before the host counts as started.</summary>
    /// <exception cref="KafkaUnreachableException">It is not, or lacks a topic.</exception>
    public override async Task StartAsync(CancellationToken cancellationToken)
    {
        if (options.Enabled)
        {
            await KafkaProbe.EnsureTopicsAsync(kafka, endpoint, cancellationToken);
            await base.StartAsync(cancellationToken);
        }
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        if (lifetime is not null)
        {
            await WhenStartedAsync(lifetime, stoppingToken);
        }

        var joining = new Retries(
            "consume", static exception => exception is KafkaException or PipelineFaultException, processing.Backoff, monitor);
        await joining.RunAsync(() => JoinAsync(stoppingToken), stoppingToken);
    }

    /// <summary>One membership in the group, on a thread of its own, until it breaks or is told to stop and has left.</summary>
    private async Task<bool> JoinAsync(CancellationToken stoppingToken)
    {
        if (!stoppingToken.IsCancellationRequested)
        {
            LogJoining(kafka.GroupId, kafka.PostsTopic, endpoint.BootstrapServers);
            var membership = new GroupMembership(_clients, processing.Pipeline, options, monitor, time);
            var running = Task.Factory.StartNew(
                () => membership.Run(stoppingToken), CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);
            await running.WaitAsync(stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            try
            {
                await running.WaitAsync(TimeSpan.FromMilliseconds(options.DrainTimeoutMs) + LeavingTimeout, time, CancellationToken.None);
            }
            catch (TimeoutException)
            {
                LogAbandoned(LeavingTimeout.TotalSeconds, kafka.GroupId);
            }
        }

        return true;
    }

    private static async Task WhenStartedAsync(IHostApplicationLifetime lifetime, CancellationToken stoppingToken)
    {
        var started = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await using var registration = lifetime.ApplicationStarted.Register(started.SetResult);
        await started.Task.WaitAsync(stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }

    [LoggerMessage(LogLevel.Information, "Joining consumer group {Group} for {Topic} at {BootstrapServers}")]
    private partial void LogJoining(string group, string topic, string bootstrapServers);

    [LoggerMessage(
        LogLevel.Warning,
        "The server did not answer for {Seconds} seconds when this silo left the consumer group {Group}; posts since the last commit will be read again")]
    private partial void LogAbandoned(double seconds, string group);
}
