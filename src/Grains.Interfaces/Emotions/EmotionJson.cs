using System.Text.Json.Serialization;

namespace Moodstream.Grains.Interfaces;

/// <summary>The JSON form of events: one serializer for the topic, the timeline store and the HTTP API.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    UseStringEnumConverter = true)]
[JsonSerializable(typeof(EmotionEvent))]
[JsonSerializable(typeof(Opinion))]
[JsonSerializable(typeof(TimelinePage))]
public sealed partial class EmotionJson : JsonSerializerContext;
