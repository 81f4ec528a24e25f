using System.Text;
using System.Text.Json;
using Confluent.Kafka;
using Moodstream.Abstractions.Emotions;

namespace Moodstream.EndToEnd.Tests.Harness;

/// <summary>Reads events off messages.</summary>
internal static class Emotions
{
    public static string Header(this ConsumeResult<byte[]?, byte[]?> message, string name) =>
        Encoding.UTF8.GetString(message.Message.Headers.GetLastBytes(name));

    public static EmotionEvent Emotion(this ConsumeResult<byte[]?, byte[]?> message) =>
        JsonSerializer.Deserialize(message.Message.Value, EmotionJson.Default.EmotionEvent)!;

    public static HashSet<string> EventIds(this IEnumerable<ConsumeResult<byte[]?, byte[]?>> messages) =>
        [.. messages.Select(message => message.Header("ce_id"))];
}
