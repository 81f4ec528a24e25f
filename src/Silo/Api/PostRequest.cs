using System.Net.Http.Headers;

namespace Moodstream.Silo.Api;

/// <summary>Forms in which a request may bring a post.</summary>
internal static class PostRequest
{
    private const string Json = "application/json";
    private const string Form = "multipart/form-data";

    /// <summary>Content types that are understood.</summary>
    public static readonly string[] ContentTypes = [Json, Form];

    /// <summary>Whether a request brings a form; otherwise it brings JSON.</summary>
    /// <param name="request">The request.</param>
    /// <param name="boundary">What stands between the parts of the form.</param>
    /// <exception cref="BadHttpRequestException">It brings neither.</exception>
    public static bool IsForm(HttpRequest request, out string boundary)
    {
        boundary = string.Empty;
        if (!MediaTypeHeaderValue.TryParse(request.ContentType, out var type) || !string.Equals(type.MediaType, Form, StringComparison.OrdinalIgnoreCase))
        {
            RequireJson(request, $"Send {string.Join(" or ", ContentTypes)}.");
            return false;
        }

        boundary = type.Parameters.FirstOrDefault(parameter => parameter.Name.Equals("boundary", StringComparison.OrdinalIgnoreCase))?.Value?.Trim('"') ?? string.Empty;
        return true;
    }

    /// <summary>Refuses what is no JSON in UTF-8, the only encoding that JSON is exchanged in (RFC 8259).</summary>
    /// <param name="request">The request.</param>
    /// <param name="refusal">What to send instead.</param>
    /// <exception cref="BadHttpRequestException">It is none.</exception>
    public static void RequireJson(HttpRequest request, string refusal)
    {
        if (!request.HasJsonContentType())
        {
            throw new BadHttpRequestException(refusal, StatusCodes.Status415UnsupportedMediaType);
        }

        RequireUtf8(request.ContentType);
    }

    /// <summary>Refuses content in another encoding than UTF-8.</summary>
    /// <param name="contentType">The content type, or null.</param>
    /// <exception cref="BadHttpRequestException">It names another.</exception>
    public static void RequireUtf8(string? contentType)
    {
        if (MediaTypeHeaderValue.TryParse(contentType, out var type) && type.CharSet?.Trim('"') is { Length: > 0 } charset
            && !charset.Equals("utf-8", StringComparison.OrdinalIgnoreCase) && !charset.Equals("us-ascii", StringComparison.OrdinalIgnoreCase))
        {
            throw new BadHttpRequestException("Send text in UTF-8.", StatusCodes.Status415UnsupportedMediaType);
        }
    }
}
