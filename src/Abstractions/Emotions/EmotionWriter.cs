using System.Buffers;
using System.Text.Json;
using Moodstream.Abstractions.Models;

namespace Moodstream.Abstractions.Emotions;

/// <summary>
/// Writes events in their JSON form. The bytes are those that <see cref="EmotionJson"/> makes; by hand they leave nothing to collect but themselves,
/// which counts where every post comes by.
/// </summary>
internal static class EmotionWriter
{
    private static readonly JsonEncodedText PostId = JsonEncodedText.Encode("postId");
    private static readonly JsonEncodedText UserId = JsonEncodedText.Encode("userId");
    private static readonly JsonEncodedText CreatedAt = JsonEncodedText.Encode("createdAt");
    private static readonly JsonEncodedText ClassifiedAt = JsonEncodedText.Encode("classifiedAt");
    private static readonly JsonEncodedText Revision = JsonEncodedText.Encode("revision");
    private static readonly JsonEncodedText Status = JsonEncodedText.Encode("status");
    private static readonly JsonEncodedText Emotion = JsonEncodedText.Encode("emotion");
    private static readonly JsonEncodedText Confidence = JsonEncodedText.Encode("confidence");
    private static readonly JsonEncodedText Probabilities = JsonEncodedText.Encode("probabilities");
    private static readonly JsonEncodedText Modalities = JsonEncodedText.Encode("modalities");
    private static readonly JsonEncodedText Opinions = JsonEncodedText.Encode("opinions");
    private static readonly JsonEncodedText Model = JsonEncodedText.Encode("model");
    private static readonly JsonEncodedText Name = JsonEncodedText.Encode("name");
    private static readonly JsonEncodedText Version = JsonEncodedText.Encode("version");
    private static readonly JsonEncodedText Path = JsonEncodedText.Encode("path");
    private static readonly JsonEncodedText Timings = JsonEncodedText.Encode("timings");
    private static readonly JsonEncodedText QueueMs = JsonEncodedText.Encode("queueMs");
    private static readonly JsonEncodedText DecodeMs = JsonEncodedText.Encode("decodeMs");
    private static readonly JsonEncodedText EmbedMs = JsonEncodedText.Encode("embedMs");
    private static readonly JsonEncodedText FuseMs = JsonEncodedText.Encode("fuseMs");
    private static readonly JsonEncodedText Lang = JsonEncodedText.Encode("lang");
    private static readonly JsonEncodedText Coverage = JsonEncodedText.Encode("coverage");
    private static readonly JsonEncodedText Unread = JsonEncodedText.Encode("unread");
    private static readonly JsonEncodedText Provisional = JsonEncodedText.Encode("provisional");
    private static readonly JsonEncodedText Revised = JsonEncodedText.Encode("revised");
    private static readonly JsonEncodedText Final = JsonEncodedText.Encode("final");

    [ThreadStatic]
    private static ArrayBufferWriter<byte>? _buffer;

    [ThreadStatic]
    private static Utf8JsonWriter? _writer;

    /// <summary>The event in UTF-8.</summary>
    public static byte[] Write(EmotionEvent emotion)
    {
        var buffer = _buffer ??= new ArrayBufferWriter<byte>(1024);
        var writer = _writer ??= new Utf8JsonWriter(buffer, new JsonWriterOptions { SkipValidation = true });
        buffer.ResetWrittenCount();
        writer.Reset();
        Write(writer, emotion);
        writer.Flush();
        return buffer.WrittenSpan.ToArray();
    }

    private static void Write(Utf8JsonWriter writer, EmotionEvent emotion)
    {
        writer.WriteStartObject();
        writer.WriteString(PostId, emotion.PostId);
        writer.WriteString(UserId, emotion.UserId);
        writer.WriteString(CreatedAt, TimeJsonConverter.Cut(emotion.CreatedAt));
        writer.WriteString(ClassifiedAt, TimeJsonConverter.Cut(emotion.ClassifiedAt));
        writer.WriteNumber(Revision, emotion.Revision);
        writer.WriteString(Status, NameOf(emotion.Status));
        writer.WriteString(Emotion, emotion.Emotion);
        writer.WriteNumber(Confidence, emotion.Confidence);
        writer.WritePropertyName(Probabilities);
        EmotionDistributionJsonConverter.Write(writer, emotion.Probabilities);
        writer.WriteStartArray(Modalities);
        foreach (var modality in emotion.Modalities)
        {
            writer.WriteStringValue(modality.Name);
        }

        writer.WriteEndArray();
        writer.WritePropertyName(Opinions);
        OpinionsJsonConverter.Write(writer, emotion.Opinions);
        writer.WriteStartObject(Model);
        writer.WriteString(Name, emotion.Model.Name);
        writer.WriteString(Version, emotion.Model.Version);
        if (emotion.Model.Path is { } path)
        {
            writer.WriteString(Path, path);
        }

        writer.WriteEndObject();
        writer.WriteStartObject(Timings);
        writer.WriteNumber(QueueMs, emotion.Timings.QueueMs);
        writer.WriteNumber(DecodeMs, emotion.Timings.DecodeMs);
        writer.WriteNumber(EmbedMs, emotion.Timings.EmbedMs);
        writer.WriteNumber(FuseMs, emotion.Timings.FuseMs);
        writer.WriteEndObject();
        WriteReading(writer, emotion);
        writer.WriteEndObject();
    }

    private static void WriteReading(Utf8JsonWriter writer, EmotionEvent emotion)
    {
        if (emotion.Lang is { } language)
        {
            writer.WriteString(Lang, language);
        }

        if (emotion.Coverage is { } coverage)
        {
            writer.WriteNumber(Coverage, coverage);
        }

        if (emotion.Unread is { } unread)
        {
            writer.WriteStartObject(Unread);
            foreach (var (modality, reason) in unread)
            {
                writer.WriteString(modality, reason);
            }

            writer.WriteEndObject();
        }
    }

    private static JsonEncodedText NameOf(EmotionStatus status) => status switch
    {
        EmotionStatus.Provisional => Provisional,
        EmotionStatus.Revised => Revised,
        _ => Final,
    };
}
