using Microsoft.Net.Http.Headers;

namespace Moodstream.Silo.Security;

/// <summary>
/// Refuses requests that change something and come from another site's page in a browser. Browsers say so in <c>Sec-Fetch-Site</c>, or, older
/// ones, by an <c>Origin</c> that is not this server; programs send neither, and go on.
/// </summary>
internal static class CrossSiteRequests
{
    private const string SecFetchSite = "Sec-Fetch-Site";

    /// <summary>Adds the rule, before routing.</summary>
    /// <param name="app">The application.</param>
    /// <param name="trusted">Origins whose pages may change something too, separated by commas; <c>*</c> for all, null for none.</param>
    public static void UseCrossSiteRule(this IApplicationBuilder app, string? trusted)
    {
        var origins = trusted?.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries).ToHashSet(StringComparer.OrdinalIgnoreCase) ?? [];
        var audit = app.ApplicationServices.GetRequiredService<Audit>();
        app.Use((context, next) =>
        {
            if (!IsRefused(context.Request, origins))
            {
                return next(context);
            }

            audit.Refused(context, StatusCodes.Status403Forbidden, "it came from a page of another site");
            return Results.Problem(
                "A page of another site may not change anything here; the setting Http:AllowedOrigins names those that may.",
                statusCode: StatusCodes.Status403Forbidden).ExecuteAsync(context);
        });
    }

    /// <summary>Whether a request is refused.</summary>
    /// <param name="request">The request.</param>
    /// <param name="trusted">Origins that may.</param>
    internal static bool IsRefused(HttpRequest request, IReadOnlySet<string> trusted)
    {
        if (HttpMethods.IsGet(request.Method) || HttpMethods.IsHead(request.Method) || HttpMethods.IsOptions(request.Method))
        {
            return false;
        }

        var site = request.Headers[SecFetchSite].ToString();
        var origin = request.Headers[HeaderNames.Origin].ToString();
        var isOwn = site.Length > 0
            ? site is "same-origin" or "none"
            : origin.Length == 0 || (Uri.TryCreate(origin, UriKind.Absolute, out var page) && page.Authority.Equals(request.Host.Value, StringComparison.OrdinalIgnoreCase));
        return !isOwn && !trusted.Contains("*") && !trusted.Contains(origin);
    }
}
