using System.Text.Json;
using System.Text.Json.Serialization;
using Moodstream.Inference.Sentence;
using Moodstream.Inference.Text;

namespace Moodstream.Inference.Adaptive;

/// <summary>
/// Settings of the encoder <c>adaptive</c>: a text is encoded by its words, and again with its sentence where the bundle's answer from those
/// words alone is less confident than <see cref="Threshold"/>.
/// </summary>
public sealed record AdaptiveSettings
{
    /// <summary>Name of the encoder.</summary>
    public const string Encoder = "adaptive";

    /// <summary>The way for texts that are clear from their words.</summary>
    public required WordsSettings Words { get; init; }

    /// <summary>The way for all others.</summary>
    public required WordsAndSentenceSettings Sentences { get; init; }

    /// <summary>Least confidence of an answer from words that is left at that, 0–1.</summary>
    public required float Threshold { get; init; }

    /// <summary>The settings as they stand in a manifest.</summary>
    public JsonElement ToJson() => JsonSerializer.SerializeToElement(this, AdaptiveJson.Default.AdaptiveSettings);
}

/// <summary>JSON of the settings.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    RespectNullableAnnotations = true,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(AdaptiveSettings))]
internal sealed partial class AdaptiveJson : JsonSerializerContext;
