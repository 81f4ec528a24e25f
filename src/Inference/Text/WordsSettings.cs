using System.Text.Json;
using System.Text.Json.Serialization;
using Moodstream.Inference.Reading;

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

    /// <summary>Most words that are pooled at once, 1–4,096; a longer text is read in pieces.</summary>
    public required int MaxTokens { get; init; }

    /// <summary>Version of the reading that the model was trained with: <see cref="WordTokenizer.Version"/>.</summary>
    public int Reading { get; init; } = ReadingVersion.First;

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
