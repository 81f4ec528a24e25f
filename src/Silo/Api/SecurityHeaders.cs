using System.Security.Cryptography;

namespace Moodstream.Silo.Api;

/// <summary>Headers that keep browsers from doing more with the dashboard than it needs.</summary>
internal static class SecurityHeaders
{
    private const string Dashboard =
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' blob:; font-src 'self'; connect-src 'self'; "
        + "form-action 'self'; base-uri 'none'; frame-ancestors 'none'";

    private const int NonceBytes = 16;

    private static readonly object NonceKey = new();

    /// <summary>What scripts and styles of the API's reference show to be let through: new for each response, so that nobody else can know it.</summary>
    /// <param name="context">The request.</param>
    public static string Nonce(this HttpContext context)
    {
        if (context.Items[NonceKey] is not string nonce)
        {
            context.Items[NonceKey] = nonce = Convert.ToBase64String(RandomNumberGenerator.GetBytes(NonceBytes));
        }

        return nonce;
    }

    /// <summary>The page of the API's reference is put together by a script, which also makes its styles.</summary>
    private static string Reference(HttpContext context) =>
        $"default-src 'none'; script-src 'self' 'nonce-{context.Nonce()}'; style-src 'self' 'nonce-{context.Nonce()}'; img-src 'self' data: blob:; "
        + "font-src 'self' data:; connect-src 'self'; worker-src 'self' blob:; base-uri 'none'; frame-ancestors 'none'";

    /// <summary>Adds the headers to every response.</summary>
    /// <param name="app">The application.</param>
    public static void UseSecurityHeaders(this WebApplication app) => app.Use((context, next) =>
    {
        var headers = context.Response.Headers;
        headers.ContentSecurityPolicy = context.Request.Path.StartsWithSegments(ApiExtensions.ReferencePath) ? Reference(context) : Dashboard;
        headers.XContentTypeOptions = "nosniff";
        headers["Referrer-Policy"] = "no-referrer";
        headers["Cross-Origin-Opener-Policy"] = "same-origin";
        headers["Cross-Origin-Resource-Policy"] = "same-origin";
        if (context.Request.Path.StartsWithSegments("/api"))
        {
            // What the API answers is about people; no copy outlives an erasure.
            headers.CacheControl = "private, no-store";
        }

        return next(context);
    });
}
