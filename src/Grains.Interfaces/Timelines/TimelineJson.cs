using System.Text.Json.Serialization;
using Moodstream.Abstractions.Emotions;

namespace Moodstream.Grains.Interfaces.Timelines;

/// <summary>The JSON form of timelines; events in it look as <see cref="EmotionJson"/> writes them.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    UseStringEnumConverter = true)]
[JsonSerializable(typeof(TimelinePage))]
public sealed partial class TimelineJson : JsonSerializerContext;
