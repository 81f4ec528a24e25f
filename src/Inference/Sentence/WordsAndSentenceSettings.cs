using System.Text.Json;
using System.Text.Json.Serialization;
using Moodstream.Inference.Onnx;
using Moodstream.Inference.Quantization;
using Moodstream.Inference.Reading;
using Moodstream.Inference.Text;

namespace Moodstream.Inference.Sentence;

/// <summary>
/// Settings of the encoder <c>words+sentence</c>: the features of <see cref="WordVectors"/>, followed by the vector of
/// <see cref="SentenceFeaturizer"/>, then a projection into the common space.
/// </summary>
public sealed record WordsAndSentenceSettings
{
    /// <summary>Name of the encoder.</summary>
    public const string Encoder = "words+sentence";

    /// <summary>File of the <see cref="WordVectors"/>.</summary>
    public required string Vectors { get; init; }

    /// <summary>ONNX file: <c>features</c> [N, twice the vectors' width + 384] to <c>vector</c> [N, dimension].</summary>
    public required string Projection { get; init; }

    /// <summary>File of the <see cref="NetworkUpdate"/> of MiniLM, where training changed the network; null where it did not.</summary>
    public string? Update { get; init; }

    /// <summary>Layers of MiniLM that are computed, 1–6; null for all. (A default value would be lost: generated readers set every property.)</summary>
    public int? Layers { get; init; }

    /// <summary>File of the <see cref="NetworkRanges"/> by which MiniLM is computed in bytes; null where it is computed in floats.</summary>
    public string? Ranges { get; init; }

    /// <summary>Most words that are pooled at once, 1–4,096; a longer text is read in pieces.</summary>
    public required int MaxTokens { get; init; }

    /// <summary>Version of the reading that the model was trained with: <see cref="WordTokenizer.Version"/>.</summary>
    public int Reading { get; init; } = ReadingVersion.First;

    /// <summary>The settings as they stand in a manifest.</summary>
    public JsonElement ToJson() => JsonSerializer.SerializeToElement(this, WordsAndSentenceJson.Default.WordsAndSentenceSettings);
}

/// <summary>JSON of the settings.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    RespectNullableAnnotations = true,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(WordsAndSentenceSettings))]
internal sealed partial class WordsAndSentenceJson : JsonSerializerContext;
