using System.Text;
using System.Text.Json;

namespace Moodstream.Ingest.Sending;

/// <summary>Finds the user id of a post, its Kafka key, without reading more of it than must be.</summary>
internal static class PostKeyReader
{
    /// <summary>Finds the key.</summary>
    /// <param name="json">One post.</param>
    /// <param name="problem">Why there is none, in one sentence that does not quote the post; null where there is one.</param>
    /// <returns>The user id in UTF-8, or null.</returns>
    public static byte[]? Read(ReadOnlySpan<byte> json, out string? problem)
    {
        problem = null;
        try
        {
            var reader = new Utf8JsonReader(json);
            if (reader.Read() && reader.TokenType != JsonTokenType.StartObject)
            {
                problem = "It is not a JSON object.";
                return null;
            }

            byte[]? key = null;
            while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
            {
                var isUser = reader.ValueTextEquals("userId"u8);
                reader.Read();
                if (isUser && reader.TokenType == JsonTokenType.String)
                {
                    key = Encoding.UTF8.GetBytes(reader.GetString()!);
                }

                reader.Skip();
            }

            reader.Read();
            problem = key is { Length: > 0 } ? null : "It has no 'userId'.";
            return key is { Length: > 0 } ? key : null;
        }
        catch (JsonException exception)
        {
            problem = $"It is not valid JSON: error at byte {exception.BytePositionInLine + 1}.";
        }
        catch (InvalidOperationException)
        {
            problem = "Its 'userId' is not valid Unicode.";
        }

        return null;
    }
}
