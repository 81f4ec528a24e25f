using Moodstream.Abstractions.Emotions;

namespace Moodstream.Grains.Interfaces.Emotions;

/// <summary>Publishes events that no post in the stream carries.</summary>
public interface IEmotionPublisher
{
    /// <summary>Publishes an event that is kept, and a tombstone behind it where its author was erased meanwhile.</summary>
    /// <param name="emotion">The event.</param>
    /// <param name="json">The event in its public JSON form, in UTF-8.</param>
    /// <param name="cancellationToken">Gives up waiting.</param>
    /// <returns>Done when the server confirmed it; a failure that may pass is repeated until then.</returns>
    Task PublishAsync(EmotionEvent emotion, byte[] json, CancellationToken cancellationToken);
}
