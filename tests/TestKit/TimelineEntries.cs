using System.Text.Json;
using Moodstream.Abstractions.Emotions;
using Moodstream.Grains.Interfaces.Timelines;

namespace Moodstream.TestKit;

/// <summary>Events as timelines take them.</summary>
public static class TimelineEntries
{
    /// <summary>An entry of an event.</summary>
    public static TimelineEntry ToEntry(this EmotionEvent emotion, int content = 1) => new()
    {
        Post = emotion.Post,
        Revision = emotion.Revision,
        CreatedAt = emotion.CreatedAt,
        ReceivedAt = emotion.ReceivedAt,
        Emotion = emotion.Emotion,
        Content = (UInt128)content,
        Json = JsonSerializer.SerializeToUtf8Bytes(emotion, EmotionJson.Default.EmotionEvent),
    };
}
