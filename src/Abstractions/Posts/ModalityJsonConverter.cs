using System.Text.Json;
using System.Text.Json.Serialization;

namespace Moodstream.Abstractions.Posts;

/// <summary>Writes a <see cref="Modality"/> as its bare name, as a value and as a property name.</summary>
public sealed class ModalityJsonConverter : JsonConverter<Modality>
{
    /// <inheritdoc/>
    public override Modality Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        new(reader.GetString() ?? throw new JsonException("A modality is a string."));

    /// <inheritdoc/>
    public override void Write(Utf8JsonWriter writer, Modality value, JsonSerializerOptions options) =>
        writer.WriteStringValue(value.Name);

    /// <inheritdoc/>
    public override Modality ReadAsPropertyName(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        new(reader.GetString()!);

    /// <inheritdoc/>
    public override void WriteAsPropertyName(Utf8JsonWriter writer, Modality value, JsonSerializerOptions options) =>
        writer.WritePropertyName(value.Name);
}
