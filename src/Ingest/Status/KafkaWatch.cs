using Microsoft.Extensions.Hosting;
using Moodstream.Ingest.Kafka;
using Moodstream.Ingest.Options;

namespace Moodstream.Ingest.Status;

/// <summary>
/// Asks Kafka now and then whether it answers, and makes topics that it lacks where that is allowed: a server that was replaced has none. Status
/// and health need not ask then: anyone may call them, as often as they like.
/// </summary>
/// <param name="kafka">How to reach it.</param>
/// <param name="endpoint">Where it is.</param>
/// <param name="monitor">Hears of it.</param>
/// <param name="time">Clock.</param>
internal sealed class KafkaWatch(KafkaOptions kafka, KafkaEndpoint endpoint, IngestMonitor monitor, TimeProvider time) : BackgroundService
{
    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan Shortest = TimeSpan.FromSeconds(1);

    /// <inheritdoc/>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        var patience = TimeSpan.FromMilliseconds(kafka.ConnectTimeoutMs);
        var interval = TimeSpan.FromTicks(Math.Clamp(patience.Ticks / 2, Shortest.Ticks, Longest.Ticks));
        monitor.Watch(patience > 2 * interval ? patience : 2 * interval);
        using var timer = new PeriodicTimer(interval, time);
        do
        {
            try
            {
                await KafkaProbe.EnsureTopicsAsync(kafka, endpoint, stoppingToken);
                monitor.KafkaAnswers();
            }
            catch (KafkaUnreachableException exception)
            {
                monitor.KafkaFails(exception);
            }
        }
        while (await timer.WaitForNextTickAsync(stoppingToken));
    }
}
