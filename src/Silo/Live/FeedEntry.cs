using System.Text.Json;
using Moodstream.Grains.Interfaces;

namespace Moodstream.Silo;

/// <summary>One event in the feed.</summary>
/// <param name="sequence">Its position, from 0.</param>
/// <param name="emotion">The event.</param>
internal sealed class FeedEntry(long sequence, EmotionEvent emotion)
{
    private byte[]? _json;

    /// <summary>Its position, from 0.</summary>
    public long Sequence { get; } = sequence;

    /// <summary>The event.</summary>
    public EmotionEvent Emotion { get; } = emotion;

    /// <summary>The event as JSON in UTF-8, made once for all readers; a race makes the same bytes twice.</summary>
    public byte[] Json => _json ??= JsonSerializer.SerializeToUtf8Bytes(Emotion, EmotionJson.Default.EmotionEvent);
}
