using System.Text.Json;
using System.Text.Json.Serialization;

namespace Moodstream.Abstractions.Emotions;

/// <summary>The JSON form of events: one serializer for the topic, the timeline store and the live feed.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    UseStringEnumConverter = true,
    Converters = [typeof(TimeJsonConverter)])]
[JsonSerializable(typeof(EmotionEvent))]
public sealed partial class EmotionJson : JsonSerializerContext
{
    /// <summary>An event in its JSON form, in UTF-8.</summary>
    /// <param name="emotion">The event.</param>
    public static byte[] Write(EmotionEvent emotion)
    {
        ArgumentNullException.ThrowIfNull(emotion);
        return EmotionWriter.Write(emotion);
    }

    /// <summary>Reads what may be an event.</summary>
    /// <param name="json">JSON in UTF-8, or anything else.</param>
    /// <returns>Null where it is no event.</returns>
    public static EmotionEvent? TryRead(ReadOnlySpan<byte> json)
    {
        try
        {
            return JsonSerializer.Deserialize(json, Default.EmotionEvent);
        }
        catch (JsonException)
        {
            return null;
        }
    }
}
