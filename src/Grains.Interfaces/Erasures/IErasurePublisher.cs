namespace Moodstream.Grains.Interfaces.Erasures;

/// <summary>Tells those outside the cluster that a user was erased.</summary>
public interface IErasurePublisher
{
    /// <summary>
    /// Publishes a tombstone on the topic of events: a message with the user as key and no value. Consumers erase what came before it, and a
    /// compacted topic does so by itself.
    /// </summary>
    /// <param name="userId">The user.</param>
    /// <param name="cancellationToken">Gives up waiting.</param>
    /// <returns>Done when the server confirmed it; a failure that may pass is repeated until then.</returns>
    Task PublishAsync(string userId, CancellationToken cancellationToken);
}
