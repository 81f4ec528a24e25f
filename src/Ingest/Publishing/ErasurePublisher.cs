namespace Moodstream.Ingest.Publishing;

/// <summary>Tells the consumers of <c>emotion-events</c> that a user was erased.</summary>
public sealed class ErasurePublisher
{
    private readonly EmotionPublisher _events;

    internal ErasurePublisher(EmotionPublisher events) => _events = events;

    /// <summary>
    /// Publishes a tombstone: a message with the user as key and no value. Consumers erase what came before it, and a
    /// compacted topic does so by itself.
    /// </summary>
    /// <param name="userId">The user.</param>
    /// <param name="cancellationToken">Gives up waiting.</param>
    /// <returns>Done when the server confirmed it; a failure that may pass is repeated until then.</returns>
    public Task Publish(string userId, CancellationToken cancellationToken) => _events.PublishErasure(userId, cancellationToken);
}
