namespace Moodstream.Ingest.Pipeline;

/// <summary>Tells the consumers of <c>emotion-events</c> that a user was erased.</summary>
public sealed class ErasurePublisher
{
    private readonly EmotionPublisher _events;

    internal ErasurePublisher(PostProcessing processing) => _events = processing.Events;

    /// <summary>
    /// Publishes a tombstone: a message with the user as key and no value. Consumers forget what came before it, and a
    /// compacted topic does so by itself.
    /// </summary>
    /// <param name="userId">The user.</param>
    /// <param name="cancellationToken">Gives up waiting.</param>
    /// <returns>Done when the server confirmed it; a failure that may pass is repeated until then.</returns>
    public Task Publish(string userId, CancellationToken cancellationToken) => _events.PublishErasure(userId, cancellationToken);
}
