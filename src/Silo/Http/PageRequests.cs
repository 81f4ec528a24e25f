using Microsoft.Extensions.FileProviders;
using Microsoft.Net.Http.Headers;

namespace Moodstream.Silo.Http;

/// <summary>Requests of people at a browser, who want pages, as against those of programs and scripts.</summary>
internal static class PageRequests
{
    private const string SecFetchMode = "Sec-Fetch-Mode";

    /// <summary>Whether an answer in HTML is asked for.</summary>
    /// <param name="request">The request.</param>
    public static bool WantsPage(this HttpRequest request) =>
        HttpMethods.IsGet(request.Method)
        && request.GetTypedHeaders().Accept.Any(accepted => accepted.MediaType.Equals("text/html", StringComparison.OrdinalIgnoreCase));

    /// <summary>Whether a browser goes to a page, and no script of one asks for something. Older browsers do not say it, but want HTML.</summary>
    /// <param name="request">The request.</param>
    public static bool IsNavigation(this HttpRequest request) => request.Headers[SecFetchMode].ToString() is "" or "navigate" && request.WantsPage();

    /// <summary>Answers with a page that is not to be found at the address that was asked for.</summary>
    /// <param name="context">The request.</param>
    /// <param name="page">The page.</param>
    public static Task SendPageAsync(this HttpContext context, IFileInfo page)
    {
        context.Response.ContentType = "text/html; charset=utf-8";
        context.Response.Headers[HeaderNames.CacheControl] = "no-cache";
        return context.Response.SendFileAsync(page, context.RequestAborted);
    }
}
