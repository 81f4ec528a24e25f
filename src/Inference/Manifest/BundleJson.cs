using System.Text.Json.Serialization;

namespace Moodstream.Inference.Manifest;

/// <summary>JSON of a bundle's own files; the settings of its encoders belong to the encoders.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    RespectNullableAnnotations = true,
    WriteIndented = true,
    NewLine = "\n")]
[JsonSerializable(typeof(BundleManifest))]
[JsonSerializable(typeof(GoldenExamples))]
internal sealed partial class BundleJson : JsonSerializerContext;
