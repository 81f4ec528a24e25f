using Microsoft.Extensions.Options;
using Moodstream.Ingest.Kafka;
using Moodstream.Ingest.Options;

namespace Moodstream.Silo.Health;

/// <summary>Asks Kafka now and then whether it answers, so that the health endpoint need not: anyone may call that, as often as they like.</summary>
/// <param name="options">How to reach it.</param>
/// <param name="endpoint">Where it is.</param>
/// <param name="time">Clock.</param>
internal sealed class KafkaWatch(IOptions<KafkaOptions> options, KafkaEndpoint endpoint, TimeProvider time) : BackgroundService
{
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(5);

    private volatile string? _problem = "Kafka was not asked yet.";

    /// <summary>Why Kafka did not answer the last time; null where it did.</summary>
    public string? Problem => _problem;

    /// <inheritdoc/>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Interval, time);
        do
        {
            try
            {
                await KafkaProbe.EnsureReachableAsync(options.Value, endpoint, stoppingToken);
                _problem = null;
            }
            catch (KafkaUnreachableException exception)
            {
                _problem = exception.Message;
            }
        }
        while (await timer.WaitForNextTickAsync(stoppingToken));
    }
}
