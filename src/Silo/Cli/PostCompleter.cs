using System.Text.Json;
using System.Text.Json.Nodes;
using Moodstream.Silo.Startup;

namespace Moodstream.Silo.Cli;

/// <summary>
/// Completes lines that people write: a missing <c>id</c> becomes a fresh one, a missing <c>createdAt</c> the present, and
/// <c>"image": {"file": "…"}</c> the picture's bytes. Every other line, be it a post or not, is left byte for byte.
/// </summary>
/// <param name="folder">Where pictures are named from.</param>
/// <param name="time">Clock.</param>
internal sealed class PostCompleter(string folder, TimeProvider time)
{
    /// <summary>Completes a line.</summary>
    /// <param name="line">The line, without its end.</param>
    /// <returns>The post, complete; or the line as it is.</returns>
    /// <exception cref="StartupException">There is no such picture.</exception>
    public ReadOnlyMemory<byte> Complete(ReadOnlyMemory<byte> line)
    {
        if (IsComplete(line.Span))
        {
            return line;
        }

        var post = JsonNode.Parse(line.Span)!.AsObject();
        post["id"] ??= Guid.CreateVersion7().ToString("N");
        post["createdAt"] ??= time.GetUtcNow().UtcDateTime.ToString("O");
        if (post["image"] is JsonObject image && image["file"] is JsonValue name)
        {
            post["image"] = new JsonObject { ["data"] = Convert.ToBase64String(Read(name.ToString())) };
        }

        return JsonSerializer.SerializeToUtf8Bytes(post);
    }

    /// <summary>Whether nothing is to be added, or nothing can be, since the line is no JSON object.</summary>
    private static bool IsComplete(ReadOnlySpan<byte> line)
    {
        try
        {
            var reader = new Utf8JsonReader(line);
            if (!reader.Read() || reader.TokenType != JsonTokenType.StartObject)
            {
                return true;
            }

            bool hasId = false, hasTime = false, namesFile = false;
            while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
            {
                hasId |= reader.ValueTextEquals("id"u8);
                hasTime |= reader.ValueTextEquals("createdAt"u8);
                var isImage = reader.ValueTextEquals("image"u8);
                reader.Read();
                namesFile |= isImage && NamesFile(reader);
                reader.Skip();
            }

            return (hasId && hasTime && !namesFile) || reader.Read();
        }
        catch (JsonException)
        {
            return true;
        }
    }

    private static bool NamesFile(Utf8JsonReader image) =>
        image.TokenType == JsonTokenType.StartObject && image.Read() && image.TokenType == JsonTokenType.PropertyName && image.ValueTextEquals("file"u8);

    private byte[] Read(string picture)
    {
        try
        {
            return File.ReadAllBytes(Path.Combine(folder, picture));
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new StartupException($"The picture {picture}, which a line names, cannot be read ({exception.Message}).");
        }
    }
}
