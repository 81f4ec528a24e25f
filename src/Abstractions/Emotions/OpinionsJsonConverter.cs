using System.Collections.Immutable;
using System.Text.Json;
using System.Text.Json.Serialization;
using Moodstream.Abstractions.Posts;

namespace Moodstream.Abstractions.Emotions;

/// <summary>Writes opinions as an object from modality to opinion, by name: an event that is delivered again must be the same bytes.</summary>
public sealed class OpinionsJsonConverter : JsonConverter<ImmutableArray<Opinion>>
{
    private static readonly JsonEncodedText Emotion = JsonEncodedText.Encode("emotion");
    private static readonly JsonEncodedText Confidence = JsonEncodedText.Encode("confidence");

    /// <inheritdoc/>
    public override ImmutableArray<Opinion> Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        if (reader.TokenType != JsonTokenType.StartObject)
        {
            throw new JsonException("Opinions are an object from modality to opinion.");
        }

        var opinions = ImmutableArray.CreateBuilder<Opinion>();
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            var modality = new Modality(reader.GetString()!);
            reader.Read();
            var (emotion, confidence) = JsonSerializer.Deserialize(ref reader, OpinionJson.Default.OpinionValue)
                ?? throw new JsonException("An opinion is an object.");
            opinions.Add(new Opinion(modality, emotion, confidence));
        }

        return opinions.DrainToImmutable();
    }

    /// <inheritdoc/>
    public override void Write(Utf8JsonWriter writer, ImmutableArray<Opinion> value, JsonSerializerOptions options) => Write(writer, value);

    /// <summary>Writes opinions.</summary>
    internal static void Write(Utf8JsonWriter writer, ImmutableArray<Opinion> value)
    {
        writer.WriteStartObject();
        foreach (var opinion in value.IsDefault ? [] : value.Length > 1 ? value.Sort(static (a, b) => string.CompareOrdinal(a.Modality.Name, b.Modality.Name)) : value)
        {
            writer.WriteStartObject(opinion.Modality.Name);
            writer.WriteString(Emotion, opinion.Emotion);
            writer.WriteNumber(Confidence, opinion.Confidence);
            writer.WriteEndObject();
        }

        writer.WriteEndObject();
    }
}

/// <summary>An opinion in JSON, without the name that it stands under.</summary>
internal sealed record OpinionValue(string Emotion, float Confidence);

/// <summary>Reads opinions.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(OpinionValue))]
internal sealed partial class OpinionJson : JsonSerializerContext;
