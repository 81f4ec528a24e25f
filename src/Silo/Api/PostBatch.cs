using System.Text;
using System.Text.Json;

namespace Moodstream.Silo.Api;

/// <summary>Finds the posts of a batch, each of which is judged by the one parser that judges Kafka's posts.</summary>
internal static class PostBatch
{
    /// <summary>What a batch looks like.</summary>
    public const string Shape = """A batch is a JSON object with a list of posts: {"posts": [{"text": "…"}]}.""";

    /// <summary>Finds the posts.</summary>
    /// <param name="body">The batch.</param>
    /// <param name="max">Most posts that are wanted.</param>
    /// <param name="count">Posts that there are.</param>
    /// <returns>The first <paramref name="max"/> posts, as they stand in the body.</returns>
    /// <exception cref="BadHttpRequestException">It is no batch; the message says why.</exception>
    public static List<ReadOnlyMemory<byte>> Read(ReadOnlyMemory<byte> body, int max, out int count)
    {
        if (body.Span.StartsWith(Encoding.UTF8.Preamble))
        {
            body = body[Encoding.UTF8.Preamble.Length..];
        }

        try
        {
            return Find(body, max, out count) ?? throw new BadHttpRequestException(Shape);
        }
        catch (JsonException exception)
        {
            throw new BadHttpRequestException($"The body is no JSON (line {exception.LineNumber + 1}, byte {exception.BytePositionInLine + 1}).");
        }
        catch (InvalidOperationException)
        {
            throw new BadHttpRequestException("A name in the body has half of a surrogate pair, which is no text.");
        }
    }

    private static List<ReadOnlyMemory<byte>>? Find(ReadOnlyMemory<byte> body, int max, out int count)
    {
        count = 0;
        List<ReadOnlyMemory<byte>>? posts = null;
        var reader = new Utf8JsonReader(body.Span);
        reader.Read();
        var isObject = reader.TokenType == JsonTokenType.StartObject;
        while (isObject && reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            var isPosts = reader.ValueTextEquals("posts"u8);
            reader.Read();
            if (!isPosts)
            {
                reader.Skip();
                continue;
            }

            if (posts is not null || reader.TokenType != JsonTokenType.StartArray)
            {
                return null;
            }

            posts = [];
            while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
            {
                var start = (int)reader.TokenStartIndex;
                reader.Skip();
                if (count++ < max)
                {
                    posts.Add(body[start..(int)reader.BytesConsumed]);
                }
            }
        }

        // What follows the object, if anything does, is an error of the JSON.
        reader.Skip();
        reader.Read();
        return posts;
    }
}
