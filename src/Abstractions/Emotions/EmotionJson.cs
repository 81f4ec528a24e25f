using System.Text.Json.Serialization;

namespace Moodstream.Abstractions.Emotions;

/// <summary>The JSON form of events: one serializer for the topic, the timeline store and the live feed.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    UseStringEnumConverter = true,
    Converters = [typeof(TimeJsonConverter)])]
[JsonSerializable(typeof(EmotionEvent))]
public sealed partial class EmotionJson : JsonSerializerContext;
