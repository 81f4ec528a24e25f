using Moodstream.Grains.Interfaces.Emotions;

namespace Moodstream.Ingest.Feeding;

/// <summary>Shows events to whoever listens inside the cluster. Best effort: it never blocks and never fails.</summary>
internal interface IEmotionFeed
{
    /// <summary>Shows events that were just published.</summary>
    void Show(EmotionBatch batch);
}
