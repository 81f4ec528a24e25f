using System.Text.Json;
using System.Text.Json.Serialization;
using Moodstream.Inference.Onnx;
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

    /// <summary>Words of a text that are looked at, 1–4,096; the rest is ignored.</summary>
    public required int MaxTokens { get; init; }

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
