using System.Runtime.InteropServices;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Moodstream.Silo.Api;

/// <summary>
/// Reads a post from a request, as the JSON of the post contract or as a form (fields <c>text</c>, <c>userId</c>, … and
/// a file <c>image</c>), into the JSON of the contract. What is in it is judged by the one parser that judges Kafka's posts.
/// </summary>
internal static class PostRequest
{
    /// <summary>Name of the form's file, and of the property.</summary>
    public const string Image = "image";

    /// <summary>Other fields of the form.</summary>
    public static readonly string[] Fields = ["id", "userId", "createdAt", "text", "source", "lang"];

    /// <summary>Content types that are understood.</summary>
    public static readonly string[] ContentTypes = ["application/json", "multipart/form-data"];

    /// <summary>Reads the request's body.</summary>
    /// <param name="request">The request.</param>
    /// <param name="cancellationToken">The caller left.</param>
    /// <returns>A JSON object in UTF-8, not yet judged.</returns>
    /// <exception cref="BadHttpRequestException">The body is neither; the message says what is wrong with it.</exception>
    public static async Task<ReadOnlyMemory<byte>> ReadAsync(HttpRequest request, CancellationToken cancellationToken)
    {
        if (request.HasFormContentType)
        {
            return JsonSerializer.SerializeToUtf8Bytes(await ReadFormAsync(request, cancellationToken));
        }

        if (!request.HasJsonContentType())
        {
            throw new BadHttpRequestException(
                $"Send {string.Join(" or ", ContentTypes)}.", StatusCodes.Status415UnsupportedMediaType);
        }

        using var document = await ReadJsonAsync(request, cancellationToken);
        return document.RootElement.ValueKind == JsonValueKind.Object
            ? JsonMarshal.GetRawUtf8Value(document.RootElement).ToArray()
            : throw new BadHttpRequestException("A post is a JSON object.");
    }

    /// <summary>Reads a body of JSON.</summary>
    /// <param name="request">The request.</param>
    /// <param name="cancellationToken">The caller left.</param>
    /// <exception cref="BadHttpRequestException">It is none; the message says where.</exception>
    public static async Task<JsonDocument> ReadJsonAsync(HttpRequest request, CancellationToken cancellationToken)
    {
        try
        {
            return await JsonDocument.ParseAsync(request.Body, cancellationToken: cancellationToken);
        }
        catch (JsonException exception)
        {
            throw new BadHttpRequestException($"The body is no JSON (line {exception.LineNumber + 1}, byte {exception.BytePositionInLine}).");
        }
    }

    private static async Task<JsonObject> ReadFormAsync(HttpRequest request, CancellationToken cancellationToken)
    {
        IFormCollection form;
        try
        {
            form = await request.ReadFormAsync(cancellationToken);
        }
        catch (Exception exception) when (exception is InvalidDataException or IOException and not BadHttpRequestException)
        {
            throw new BadHttpRequestException($"The form cannot be read: {exception.Message}");
        }

        var post = new JsonObject();
        foreach (var field in Fields.Where(form.ContainsKey))
        {
            post[field] = form[field].ToString();
        }

        if (form.Files.FirstOrDefault(file => file.Name != Image) is { } other)
        {
            throw new BadHttpRequestException($"The form's file is named '{other.Name}'; name it '{Image}'.");
        }

        if (form.Files.GetFile(Image) is { } picture)
        {
            using var bytes = new MemoryStream((int)picture.Length);
            await picture.CopyToAsync(bytes, cancellationToken);
            post[Image] = new JsonObject { ["data"] = Convert.ToBase64String(bytes.GetBuffer().AsSpan(0, (int)bytes.Length)) };
        }

        return post;
    }
}
