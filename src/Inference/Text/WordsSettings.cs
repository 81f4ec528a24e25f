using System.Text.Json;
using System.Text.Json.Serialization;

namespace Moodstream.Inference.Text;

/// <summary>Settings of the encoder <c>words</c>: <see cref="WordVectors"/>, then a projection into the common space.</summary>
public sealed record WordsSettings
{
    /// <summary>Name of the encoder.</summary>
    public const string Encoder = "words";

    /// <summary>File of the <see cref="WordVectors"/>.</summary>
    public required string Vectors { get; init; }

    /// <summary>ONNX file: <c>features</c> [N, twice the vectors' width] to <c>vector</c> [N, dimension].</summary>
    public required string Projection { get; init; }

    /// <summary>Words of a text that are looked at, 1–4,096; the rest is ignored.</summary>
    public required int MaxTokens { get; init; }

    /// <summary>The settings as they stand in a manifest.</summary>
    public JsonElement ToJson() => JsonSerializer.SerializeToElement(this, WordsJson.Default.WordsSettings);
}

/// <summary>JSON of the settings.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    RespectNullableAnnotations = true)]
[JsonSerializable(typeof(WordsSettings))]
internal sealed partial class WordsJson : JsonSerializerContext;
