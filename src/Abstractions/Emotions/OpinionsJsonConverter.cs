using System.Collections.Immutable;
using System.Text.Json;
using System.Text.Json.Serialization;
using Moodstream.Abstractions.Posts;

namespace Moodstream.Abstractions.Emotions;

/// <summary>
/// Writes opinions as an object from modality to opinion, by name: a hash table's own order differs from process to
/// process, and an event that is delivered again must be the same bytes.
/// </summary>
public sealed class OpinionsJsonConverter : JsonConverter<ImmutableDictionary<Modality, Opinion>>
{
    /// <inheritdoc/>
    public override ImmutableDictionary<Modality, Opinion> Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        if (reader.TokenType != JsonTokenType.StartObject)
        {
            throw new JsonException("Opinions are an object from modality to opinion.");
        }

        var opinions = ImmutableDictionary.CreateBuilder<Modality, Opinion>();
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            var modality = new Modality(reader.GetString()!);
            reader.Read();
            opinions[modality] = JsonSerializer.Deserialize(ref reader, EmotionJson.Default.Opinion)
                ?? throw new JsonException("An opinion is an object.");
        }

        return opinions.ToImmutable();
    }

    /// <inheritdoc/>
    public override void Write(Utf8JsonWriter writer, ImmutableDictionary<Modality, Opinion> value, JsonSerializerOptions options)
    {
        writer.WriteStartObject();
        foreach (var (modality, opinion) in value.OrderBy(entry => entry.Key.Name, StringComparer.Ordinal))
        {
            writer.WritePropertyName(modality.Name);
            JsonSerializer.Serialize(writer, opinion, EmotionJson.Default.Opinion);
        }

        writer.WriteEndObject();
    }
}
