namespace Moodstream.Ingest.Feeding;

/// <summary>Shows events to whoever watches. Register as many as there are ways to watch. Best effort: it must neither block nor fail.</summary>
public interface IEmotionFeed
{
    /// <summary>Shows events that were just published.</summary>
    /// <param name="partition">Partition of the posts topic, from 0.</param>
    /// <param name="events">The events, in the order of publication; at least one.</param>
    void Show(int partition, IReadOnlyList<ShownEvent> events);
}
