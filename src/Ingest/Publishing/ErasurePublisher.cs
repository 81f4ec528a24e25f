using Moodstream.Grains.Interfaces.Erasures;

namespace Moodstream.Ingest.Publishing;

/// <summary>Publishes tombstones on <c>emotion-events</c>.</summary>
internal sealed class ErasurePublisher(EmotionPublisher events) : IErasurePublisher
{
    /// <inheritdoc/>
    public Task PublishAsync(string userId, CancellationToken cancellationToken) => events.PublishErasureAsync(userId, cancellationToken);
}
