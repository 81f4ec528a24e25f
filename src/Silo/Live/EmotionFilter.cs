using Moodstream.Grains.Interfaces;

namespace Moodstream.Silo;

/// <summary>Which events a reader wants.</summary>
/// <param name="Emotions">Only these emotions; empty for all.</param>
/// <param name="UserId">Only this user; null for all.</param>
/// <param name="MinConfidence">Least confidence, in 0–1.</param>
internal sealed record EmotionFilter(IReadOnlyCollection<string> Emotions, string? UserId, float MinConfidence)
{
    /// <summary>Whether the reader wants an event.</summary>
    /// <param name="emotion">The event.</param>
    public bool Admits(EmotionEvent emotion) =>
        emotion.Confidence >= MinConfidence
        && (UserId is null || emotion.UserId == UserId)
        && (Emotions.Count == 0 || Emotions.Contains(emotion.Emotion, StringComparer.OrdinalIgnoreCase));
}
