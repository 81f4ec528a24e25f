using System.Buffers;
using System.Globalization;
using System.Text.Json;

namespace Moodstream.Abstractions.Posts;

/// <summary>
/// Completes posts that people write: fills in an <c>id</c>, a <c>createdAt</c> and, where <see cref="User"/> is set, a
/// <c>userId</c> that were left out (or are null), and puts a picture that <c>"image": {"file": "…"}</c> names into its
/// place where <see cref="PictureFolder"/> is set. It judges nothing: what is whole, or is no JSON object, comes back byte
/// for byte, and <see cref="PostParser"/> tells what is wrong with it.
/// </summary>
/// <param name="time">Clock.</param>
public sealed class PostCompleter(TimeProvider time)
{
    /// <summary>Who stands for an author who was left out; null leaves the post without one.</summary>
    public string? User { get; init; }

    /// <summary>The folder from which pictures are named; null reads no files, which is a must where strangers name them.</summary>
    public string? PictureFolder { get; init; }

    /// <summary>A fresh id, as a post without one gets.</summary>
    public string MakeId() => Guid.CreateVersion7(time.GetUtcNow()).ToString("N");

    /// <summary>Completes a post.</summary>
    /// <param name="json">The post in UTF-8, or anything else.</param>
    /// <returns>The post, complete; or what was given.</returns>
    /// <exception cref="IOException">The picture that it names cannot be read; the message names it.</exception>
    public ReadOnlyMemory<byte> Complete(ReadOnlyMemory<byte> json)
    {
        try
        {
            var found = Find(json.Span);
            return found.IsWhole ? json : Write(json.Span, found);
        }
        catch (Exception exception) when (exception is JsonException or InvalidOperationException)
        {
            // No JSON, or a string with half a surrogate pair.
            return json;
        }
    }

    private Missing Find(ReadOnlySpan<byte> json)
    {
        var reader = new Utf8JsonReader(json);
        if (!reader.Read() || reader.TokenType != JsonTokenType.StartObject)
        {
            return default;
        }

        bool hasId = false, hasUser = User is null, hasTime = false;
        string? picture = null;
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            var isId = reader.ValueTextEquals("id"u8);
            var isUser = reader.ValueTextEquals("userId"u8);
            var isTime = reader.ValueTextEquals("createdAt"u8);
            var isImage = reader.ValueTextEquals("image"u8);
            reader.Read();
            if (reader.TokenType != JsonTokenType.Null)
            {
                hasId |= isId;
                hasUser |= isUser;
                hasTime |= isTime;
                picture ??= isImage && PictureFolder is not null ? FileOf(reader) : null;
            }

            reader.Skip();
        }

        // What follows the object is an error of the JSON.
        return reader.Read() ? default : new Missing(!hasId, !hasUser, !hasTime, picture);
    }

    /// <summary>The value of <c>file</c> in an image; the reader is a copy, so the caller's stays where it is.</summary>
    private static string? FileOf(Utf8JsonReader image)
    {
        if (image.TokenType != JsonTokenType.StartObject)
        {
            return null;
        }

        while (image.Read() && image.TokenType == JsonTokenType.PropertyName)
        {
            var isFile = image.ValueTextEquals("file"u8);
            image.Read();
            if (isFile && image.TokenType == JsonTokenType.String)
            {
                return image.GetString();
            }

            image.Skip();
        }

        return null;
    }

    private ReadOnlyMemory<byte> Write(ReadOnlySpan<byte> json, Missing missing)
    {
        var output = new ArrayBufferWriter<byte>(json.Length + 256);
        // The reader has judged what is copied.
        using var writer = new Utf8JsonWriter(output, new JsonWriterOptions { SkipValidation = true });
        writer.WriteStartObject();
        WriteMissing(writer, "id"u8, missing.Id ? MakeId() : null);
        WriteMissing(writer, "userId"u8, missing.User ? User : null);
        WriteMissing(writer, "createdAt"u8, missing.Time ? time.GetUtcNow().UtcDateTime.ToString("yyyy-MM-ddTHH:mm:ss.fffZ", CultureInfo.InvariantCulture) : null);

        var reader = new Utf8JsonReader(json);
        reader.Read();
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            var isFilledIn = (missing.Id && reader.ValueTextEquals("id"u8))
                || (missing.User && reader.ValueTextEquals("userId"u8))
                || (missing.Time && reader.ValueTextEquals("createdAt"u8));
            var isImage = reader.ValueTextEquals("image"u8);
            var name = reader.GetString()!;
            reader.Read();
            if (isFilledIn)
            {
                // Its null must not stand beside what was filled in.
                continue;
            }

            writer.WritePropertyName(name);
            if (isImage && missing.Picture is not null && FileOf(reader) is { } file)
            {
                writer.WriteStartObject();
                writer.WriteBase64String("data"u8, ReadPicture(file));
                writer.WriteEndObject();
                reader.Skip();
            }
            else
            {
                var start = (int)reader.TokenStartIndex;
                reader.Skip();
                writer.WriteRawValue(json[start..(int)reader.BytesConsumed], skipInputValidation: true);
            }
        }

        writer.WriteEndObject();
        writer.Flush();
        return output.WrittenMemory;
    }

    private static void WriteMissing(Utf8JsonWriter writer, ReadOnlySpan<byte> name, string? value)
    {
        if (value is not null)
        {
            writer.WriteString(name, value);
        }
    }

    private byte[] ReadPicture(string file)
    {
        try
        {
            return File.ReadAllBytes(Path.Combine(PictureFolder!, file));
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or ArgumentException)
        {
            throw new IOException($"The picture {file}, which a post names, cannot be read ({exception.Message}).", exception);
        }
    }

    /// <summary>What a post lacks, and the picture file that it names.</summary>
    private readonly record struct Missing(bool Id, bool User, bool Time, string? Picture)
    {
        public bool IsWhole => !Id && !User && !Time && Picture is null;
    }
}
