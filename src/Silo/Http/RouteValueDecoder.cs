using System.Buffers.Text;
using System.Diagnostics.CodeAnalysis;
using System.Text;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Routing.Patterns;

namespace Moodstream.Silo.Http;

/// <summary>
/// Takes route values from the address as it was sent. The server's own path keeps <c>%2F</c> and decodes all else, so that in it
/// <c>a%2Fb</c> and <c>a%252Fb</c> are the same user.
/// </summary>
internal static class RouteValueDecoder
{
    private static readonly UTF8Encoding StrictUtf8 = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    /// <summary>Adds the decoder behind routing; an address that cannot be decoded is answered with 400.</summary>
    /// <param name="app">The application.</param>
    public static void UseRouteValueDecoder(this IApplicationBuilder app)
    {
        app.UseRouting();
        app.Use((context, next) =>
            context.GetEndpoint() is not RouteEndpoint { RoutePattern: { Parameters.Count: > 0 } pattern } || TryDecode(context.Request, pattern)
                ? next(context)
                : Problems.BadRequest("The address has a segment that is no percent-encoded UTF-8, or steps such as '..'.").ExecuteAsync(context));
    }

    /// <summary>The path of the address as it was sent, still encoded.</summary>
    /// <param name="request">The request.</param>
    public static string RawPath(this HttpRequest request)
    {
        var target = request.HttpContext.Features.GetRequiredFeature<IHttpRequestFeature>().RawTarget;
        var path = target.AsSpan();
        if (!path.StartsWith('/') && Uri.TryCreate(target, UriKind.Absolute, out _))
        {
            // The form that proxies may send: scheme and host come first.
            path = path[(path.IndexOf("://") + 3)..];
            path = path.IndexOf('/') is var slash and >= 0 ? path[slash..] : "/";
        }

        return path.IndexOf('?') is var query and >= 0 ? path[..query].ToString() : path.ToString();
    }

    private static bool TryDecode(HttpRequest request, RoutePattern pattern)
    {
        var raw = request.RawPath().Split('/');
        var seen = (request.PathBase + request.Path).Value!.Split('/');
        // Steps such as '..' were resolved in what the server shows, and then the two do not fit together.
        if (raw.Length != seen.Length)
        {
            return false;
        }

        var first = raw.Length - request.Path.Value!.Split('/').Length + 1;
        for (var i = 0; i < pattern.PathSegments.Count && first + i < raw.Length; i++)
        {
            if (pattern.PathSegments[i].Parts is not [RoutePatternParameterPart { IsCatchAll: false } parameter])
            {
                continue;
            }

            if (!TryDecode(raw[first + i], out var value))
            {
                return false;
            }

            request.RouteValues[parameter.Name] = value;
        }

        return true;
    }

    private static bool TryDecode(string segment, [NotNullWhen(true)] out string? value)
    {
        value = null;
        var encoded = Encoding.UTF8.GetBytes(segment);
        var bytes = new List<byte>(encoded.Length);
        for (var i = 0; i < encoded.Length; i++)
        {
            if (encoded[i] != '%')
            {
                bytes.Add(encoded[i]);
            }
            else if (Utf8Parser.TryParse(encoded.AsSpan(i + 1, Math.Min(2, encoded.Length - i - 1)), out byte octet, out var read, 'x') && read == 2)
            {
                bytes.Add(octet);
                i += 2;
            }
            else
            {
                return false;
            }
        }

        try
        {
            value = StrictUtf8.GetString([.. bytes]);
            return true;
        }
        catch (DecoderFallbackException)
        {
            return false;
        }
    }
}
