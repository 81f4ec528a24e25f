using System.Collections.Immutable;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Moodstream.Abstractions.Models;

/// <summary>Writes an <see cref="EmotionDistribution"/> as an object from label to probability.</summary>
public sealed class EmotionDistributionJsonConverter : JsonConverter<EmotionDistribution>
{
    /// <inheritdoc/>
    public override EmotionDistribution Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        if (reader.TokenType != JsonTokenType.StartObject)
        {
            throw new JsonException("Probabilities are an object from label to number.");
        }

        var labels = ImmutableArray.CreateBuilder<string>();
        var values = ImmutableArray.CreateBuilder<float>();
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            labels.Add(reader.GetString()!);
            reader.Read();
            values.Add(reader.GetSingle());
        }

        if (labels.Count == 0)
        {
            throw new JsonException("Probabilities need at least one label.");
        }

        return new EmotionDistribution(labels.ToImmutable(), values.ToImmutable());
    }

    /// <inheritdoc/>
    public override void Write(Utf8JsonWriter writer, EmotionDistribution value, JsonSerializerOptions options) => Write(writer, value);

    /// <summary>Writes a distribution.</summary>
    internal static void Write(Utf8JsonWriter writer, EmotionDistribution value)
    {
        writer.WriteStartObject();
        for (var i = 0; i < value.Labels.Length; i++)
        {
            writer.WriteNumber(value.Labels[i], value.Values[i]);
        }

        writer.WriteEndObject();
    }
}
