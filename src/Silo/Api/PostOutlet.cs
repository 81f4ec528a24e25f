using Microsoft.Extensions.Options;
using Moodstream.Ingest.Kafka;
using Moodstream.Ingest.Options;
using Moodstream.Ingest.Sending;

namespace Moodstream.Silo.Api;

/// <summary>This silo's own way of sending posts to Kafka, for the API and the demo; it connects when it is first used.</summary>
/// <param name="kafka">Topic and client properties.</param>
/// <param name="endpoint">Where Kafka is.</param>
/// <param name="time">Clock.</param>
/// <param name="loggers">Where the client's messages go.</param>
internal sealed class PostOutlet(IOptions<KafkaOptions> kafka, KafkaEndpoint endpoint, TimeProvider time, ILoggerFactory loggers) : IDisposable
{
    /// <summary>A request should hear soon that nobody takes in posts.</summary>
    private static readonly SendOptions Options = new() { StallTimeout = TimeSpan.FromSeconds(30) };

    private readonly SemaphoreSlim _connecting = new(1);
    private PostSender? _sender;

    /// <summary>Sends a post; done when Kafka confirmed it.</summary>
    /// <param name="userId">The author, its key.</param>
    /// <param name="json">The post.</param>
    /// <param name="cancellationToken">Gives up waiting for room.</param>
    /// <exception cref="KafkaUnreachableException">Kafka does not answer.</exception>
    /// <exception cref="SendStalledException">The consumer group took in nothing for too long.</exception>
    /// <exception cref="IOException">Kafka did not take it.</exception>
    public async Task<PostPosition> SendAsync(string userId, ReadOnlyMemory<byte> json, CancellationToken cancellationToken)
    {
        var sender = _sender ?? await ConnectAsync(cancellationToken);
        return await sender.SendAsync(userId, json, cancellationToken);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _sender?.Dispose();
        _connecting.Dispose();
    }

    private async Task<PostSender> ConnectAsync(CancellationToken cancellationToken)
    {
        await _connecting.WaitAsync(cancellationToken);
        try
        {
            return _sender ??= await PostSender.ConnectAsync(kafka.Value, endpoint, Options, time, loggers, cancellationToken);
        }
        finally
        {
            _connecting.Release();
        }
    }
}
