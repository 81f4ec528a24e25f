using Moodstream.Ingest.Kafka;
using Moodstream.Ingest.Sending;
using Moodstream.Silo.Api;
using Moodstream.Silo.Configuration.Options;

namespace Moodstream.Silo.Demo;

/// <summary>Streams the samples for ever at a human pace, as if people were posting them now.</summary>
/// <param name="deck">The samples.</param>
/// <param name="options">The pace.</param>
/// <param name="outlet">The way to Kafka.</param>
/// <param name="time">Clock.</param>
/// <param name="logger">Log.</param>
internal sealed partial class DemoService(SampleDeck deck, DemoOptions options, PostOutlet outlet, TimeProvider time, ILogger<DemoService> logger)
    : BackgroundService
{
    /// <summary>Pauses of people are irregular, but nobody wants to watch a screen on which nothing happens.</summary>
    private const double LongestPause = 3;

    private static readonly TimeSpan RetryPause = TimeSpan.FromSeconds(5);

    /// <inheritdoc/>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (true)
        {
            foreach (var (userId, json) in deck.Deal(Random.Shared))
            {
                try
                {
                    await outlet.SendAsync(userId, json, stoppingToken);
                }
                catch (Exception exception) when (exception is IOException or KafkaUnreachableException or SendStalledException)
                {
                    LogNotSent(exception.Message);
                    await Task.Delay(RetryPause, time, stoppingToken);
                }

                // A post is made complete, its time with it, when it is asked for: after the pause.
                await Task.Delay(Pause(), time, stoppingToken);
            }
        }
    }

    /// <summary>Exponential, as times between independent posts are.</summary>
    private TimeSpan Pause() =>
        TimeSpan.FromSeconds(Math.Min(LongestPause, -Math.Log(1 - Random.Shared.NextDouble())) / options.PostsPerSecond);

    [LoggerMessage(LogLevel.Warning, "The demo could not send a post and goes on in a moment: {Reason}")]
    private partial void LogNotSent(string reason);
}
