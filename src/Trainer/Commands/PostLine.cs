using System.Runtime.CompilerServices;
using System.Text.Json;
using Moodstream.Abstractions.Posts;

namespace Moodstream.Trainer.Commands;

/// <summary>One line of a JSON Lines file of posts.</summary>
/// <param name="Line">Its number, from 1.</param>
/// <param name="Id">Id of the post, or null where it has none.</param>
/// <param name="Content">What the post brings; nothing where <paramref name="Problem"/> is set.</param>
/// <param name="Problem">Why the line is no post, or null.</param>
internal sealed record PostLine(int Line, string? Id, PostContent Content, PostFailure? Problem)
{
    private static readonly PostContent Nothing = new();

    /// <summary>Reads the lines; empty ones are passed over.</summary>
    public static async IAsyncEnumerable<PostLine> ReadAsync(TextReader reader, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        int line = 0;
        while (await reader.ReadLineAsync(cancellationToken) is { } text)
        {
            line++;
            if (!string.IsNullOrWhiteSpace(text))
            {
                yield return Parse(line, text);
            }
        }
    }

    private static PostLine Parse(int line, string text)
    {
        try
        {
            using JsonDocument document = JsonDocument.Parse(text);
            var post = document.RootElement;
            string? id = TextOf(post, "id");
            if (post.TryGetProperty("image", out var image) && image.ValueKind == JsonValueKind.Object && !image.TryGetProperty("data", out _))
            {
                return new PostLine(line, id, Nothing, new PostFailure("picture-elsewhere", "The picture is not in the post; 'image.data' must hold it."));
            }

            return new PostLine(line, id, new PostContent { Text = TextOf(post, "text"), Image = ImageOf(post), Source = TextOf(post, "source") }, null);
        }
        catch (Exception exception) when (exception is JsonException or InvalidOperationException)
        {
            return new PostLine(line, null, Nothing, new PostFailure("json-invalid", "The line is no JSON object of a post."));
        }
        catch (FormatException)
        {
            return new PostLine(line, null, Nothing, new PostFailure("base64-invalid", "'image.data' is no base64."));
        }
    }

    private static string? TextOf(JsonElement post, string property) =>
        post.TryGetProperty(property, out var value) && value.ValueKind != JsonValueKind.Null ? value.GetString() : null;

    private static ReadOnlyMemory<byte>? ImageOf(JsonElement post) =>
        post.TryGetProperty("image", out var image) && image.ValueKind == JsonValueKind.Object
            ? image.GetProperty("data").GetBytesFromBase64()
            : null;
}
