using System.Text.Json;
using System.Text.Json.Serialization;
using Moodstream.Inference.Reading;
using Moodstream.Inference.Text;

namespace Moodstream.Inference.Tags;

/// <summary>Settings of the encoder <c>tags</c>: the mean of the vectors of a post's known tags, then a projection into the common space.</summary>
public sealed record TagsSettings
{
    /// <summary>Name of the encoder.</summary>
    public const string Encoder = "tags";

    /// <summary>File of the <see cref="WordVectors"/> whose words are tags as <see cref="PostTags"/> finds them.</summary>
    public required string Vectors { get; init; }

    /// <summary>ONNX file: <c>features</c> [N, the vectors' width] to <c>vector</c> [N, dimension].</summary>
    public required string Projection { get; init; }

    /// <summary>Version of the reading that the model was trained with: <see cref="WordTokenizer.Version"/>.</summary>
    public int Reading { get; init; } = ReadingVersion.First;

    /// <summary>The settings as they stand in a manifest.</summary>
    public JsonElement ToJson() => JsonSerializer.SerializeToElement(this, TagsJson.Default.TagsSettings);
}

/// <summary>JSON of the settings.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, RespectNullableAnnotations = true)]
[JsonSerializable(typeof(TagsSettings))]
internal sealed partial class TagsJson : JsonSerializerContext;
