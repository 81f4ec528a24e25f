using System.Collections.Immutable;
using System.Text.Json;
using System.Text.Json.Serialization;
using Moodstream.Inference.Quantization;

namespace Moodstream.Inference.Vision;

/// <summary>
/// Settings of the encoders <c>resnet18</c> and <c>resnet18+faces</c>: the features of <see cref="PictureFeaturizer"/>, then a projection into the common space.
/// </summary>
public sealed record ResNet18Settings
{
    /// <summary>Name of the encoder.</summary>
    public const string Encoder = "resnet18";

    /// <summary>Name of the encoder that reads faces, too.</summary>
    public const string EncoderWithFaces = "resnet18+faces";

    /// <summary>ONNX file: <c>features</c> [N, features] to <c>vector</c> [N, dimension].</summary>
    public required string Projection { get; init; }

    /// <summary>
    /// Names of the features, in their order, such as <c>layer4-mean</c>; null for <c>layer4-mean</c> alone, the network's own answer. Those of faces, where
    /// they are read, come after all of these.
    /// </summary>
    public ImmutableArray<string>? Poolings { get; init; }

    /// <summary>File of the <see cref="NetworkRanges"/> by which the ResNet18 is computed in bytes; null where it is computed in floats.</summary>
    public string? Ranges { get; init; }

    /// <summary>The settings as they stand in a manifest.</summary>
    public JsonElement ToJson() => JsonSerializer.SerializeToElement(this, ResNet18Json.Default.ResNet18Settings);
}

/// <summary>JSON of the settings.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    RespectNullableAnnotations = true)]
[JsonSerializable(typeof(ResNet18Settings))]
internal sealed partial class ResNet18Json : JsonSerializerContext;
