namespace Moodstream.Grains.Interfaces.Emotions;

/// <summary>
/// Where emotion events run inside the cluster: one Orleans stream per partition of the posts topic, with
/// <see cref="EmotionBatch"/> items. Best effort: the topic <c>emotion-events</c> is the record.
/// </summary>
public static class EmotionStream
{
    /// <summary>Name of the Orleans stream provider.</summary>
    public const string Provider = "emotions";

    /// <summary>Namespace of the streams; use it with <c>[ImplicitStreamSubscription]</c>.</summary>
    public const string Namespace = "emotions";

    /// <summary>The stream of one partition.</summary>
    /// <param name="partition">Partition of the posts topic, from 0.</param>
    public static StreamId Of(int partition) => StreamId.Create(Namespace, partition);
}
