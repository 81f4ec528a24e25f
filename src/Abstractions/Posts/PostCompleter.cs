using System.Buffers;
using System.Globalization;
using System.Text;
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
            var span = json.Span.StartsWith(Encoding.UTF8.Preamble) ? json.Span[Encoding.UTF8.Preamble.Length..] : json.Span;
            var found = Find(span);
            return found.IsWhole ? json : Write(span, found);
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

    /// <summary>Writes the post anew: first what was missing, then what is there, byte for byte.</summary>
    private ReadOnlyMemory<byte> Write(ReadOnlySpan<byte> json, Missing missing)
    {
        var output = new ArrayBufferWriter<byte>(json.Length + 256);
        output.Write("{"u8);
        WriteMissing(output, "id"u8, missing.Id ? MakeId() : null);
        WriteMissing(output, "userId"u8, missing.User ? User : null);
        WriteMissing(output, "createdAt"u8, missing.Time ? time.GetUtcNow().UtcDateTime.ToString("yyyy-MM-ddTHH:mm:ss.fffZ", CultureInfo.InvariantCulture) : null);

        var reader = new Utf8JsonReader(json);
        reader.Read();
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            var isFilledIn = (missing.Id && reader.ValueTextEquals("id"u8))
                || (missing.User && reader.ValueTextEquals("userId"u8))
                || (missing.Time && reader.ValueTextEquals("createdAt"u8));
            var isImage = reader.ValueTextEquals("image"u8);
            var name = (int)reader.TokenStartIndex;
            reader.Read();
            if (isFilledIn)
            {
                // Its null must not stand beside what was filled in.
                continue;
            }

            Separate(output);
            if (isImage && missing.Picture is not null && FileOf(reader) is { } file)
            {
                output.Write("\"image\":{\"data\":\""u8);
                output.Write(Encoding.ASCII.GetBytes(Convert.ToBase64String(ReadPicture(file))));
                output.Write("\"}"u8);
                reader.Skip();
            }
            else
            {
                reader.Skip();
                output.Write(json[name..(int)reader.BytesConsumed]);
            }
        }

        output.Write("}"u8);
        return output.WrittenMemory;
    }

    private static void WriteMissing(ArrayBufferWriter<byte> output, ReadOnlySpan<byte> name, string? value)
    {
        if (value is not null)
        {
            Separate(output);
            output.Write("\""u8);
            output.Write(name);
            output.Write("\":"u8);
            output.Write(JsonSerializer.SerializeToUtf8Bytes(value));
        }
    }

    private static void Separate(ArrayBufferWriter<byte> output)
    {
        if (output.WrittenCount > 1)
        {
            output.Write(","u8);
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
