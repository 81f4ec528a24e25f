using System.Buffers;
using System.Runtime.InteropServices;
using System.Text.Json;
using System.Text.Unicode;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.Net.Http.Headers;

namespace Moodstream.Silo.Api;

/// <summary>
/// A post as a form (fields <c>text</c>, <c>userId</c>, … and a file <c>image</c>), turned into the JSON of the post contract. What is in it is
/// judged by the one parser that judges Kafka's posts.
/// </summary>
internal static class FormPost
{
    /// <summary>Name of the form's file, and of the property.</summary>
    public const string Image = "image";

    /// <summary>Other fields of the form.</summary>
    public static readonly string[] Fields = ["id", "userId", "createdAt", "text", "source", "lang"];

    private const int MaxBoundary = 200;
    private const int MaxParts = 64;

    /// <summary>Turns a form into JSON.</summary>
    /// <param name="boundary">What stands between its parts.</param>
    /// <param name="body">The form.</param>
    /// <param name="cancellationToken">The caller left.</param>
    /// <exception cref="BadHttpRequestException">It is no form, or cut off; the message says so.</exception>
    public static async Task<ReadOnlyMemory<byte>> ToJsonAsync(string boundary, ReadOnlyMemory<byte> body, CancellationToken cancellationToken)
    {
        if (boundary.Length is 0 or > MaxBoundary)
        {
            throw new BadHttpRequestException("The content type of a form names its boundary, as in multipart/form-data; boundary=…");
        }

        // Base64 is longer than what it holds by a third.
        var output = new ArrayBufferWriter<byte>((body.Length / 3 * 4) + 1_024);
        await using var json = new Utf8JsonWriter(output, new JsonWriterOptions { SkipValidation = true });
        json.WriteStartObject();
        MemoryMarshal.TryGetArray(body, out var bytes);
        var parts = new MultipartReader(boundary, new MemoryStream(bytes.Array!, bytes.Offset, bytes.Count));
        try
        {
            for (var i = 0; await parts.ReadNextSectionAsync(cancellationToken) is { } part; i++)
            {
                if (i == MaxParts)
                {
                    throw new BadHttpRequestException($"The form has more than {MaxParts} parts.");
                }

                await WriteAsync(part, json, cancellationToken);
            }
        }
        catch (Exception exception) when (exception is InvalidDataException or IOException and not BadHttpRequestException)
        {
            throw new BadHttpRequestException("The form cannot be read; it is cut off, or not written as its boundary says.");
        }

        json.WriteEndObject();
        await json.FlushAsync(cancellationToken);
        return output.WrittenMemory;
    }

    private static async Task WriteAsync(MultipartSection part, Utf8JsonWriter json, CancellationToken cancellationToken)
    {
        if (!ContentDispositionHeaderValue.TryParse(part.ContentDisposition, out var disposition))
        {
            throw new BadHttpRequestException("A part of the form has no name.");
        }

        var name = HeaderUtilities.RemoveQuotes(disposition.Name).ToString();
        var file = HeaderUtilities.RemoveQuotes(disposition.FileName).ToString();
        if (disposition.IsFileDisposition() && name != Image)
        {
            throw new BadHttpRequestException($"The form's file is named '{name}'; name it '{Image}'.");
        }

        using var content = new MemoryStream();
        await part.Body.CopyToAsync(content, cancellationToken);
        var bytes = content.GetBuffer().AsSpan(0, (int)content.Length);
        if (name == Image)
        {
            // Browsers send a file without a name where none was chosen.
            if (file.Length > 0 || bytes.Length > 0)
            {
                json.WriteStartObject(Image);
                json.WriteBase64String("data"u8, bytes);
                json.WriteEndObject();
            }
        }
        else if (Fields.Contains(name))
        {
            PostRequest.RequireUtf8(part.ContentType);
            json.WritePropertyName(name);
            if (Utf8.IsValid(bytes))
            {
                json.WriteStringValue(bytes);
            }
            else
            {
                // As it is: the parser calls it by its name.
                json.WriteRawValue((byte[])[(byte)'"', .. bytes, (byte)'"'], skipInputValidation: true);
            }
        }
    }
}
