namespace Moodstream.Grains.Interfaces.Erasures;

/// <summary>Erases a user; its key is the user id. It runs where the timeline store is.</summary>
[Alias("moodstream.IUserErasure")]
public interface IUserErasure : IGrainWithStringKey
{
    /// <summary>
    /// Erases everything that is kept of the user, whatever its date, and tells the consumers of the topic. From then on what comes late of
    /// posts that were made before is refused, and posts made afterwards are welcome. Repeating it does no harm, and is what to do where it
    /// was interrupted.
    /// </summary>
    /// <param name="cancellationToken">Gives up waiting for Kafka; what is erased by then stays erased.</param>
    /// <returns>Posts made until then, by their creation time or by the time at which they came in, are erased.</returns>
    [Alias("Erase"), ResponseTimeout("00:02:00")]
    Task<DateTimeOffset> Erase(CancellationToken cancellationToken = default);
}
