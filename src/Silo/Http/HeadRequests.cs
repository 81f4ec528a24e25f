namespace Moodstream.Silo.Http;

/// <summary>
/// Answers HEAD wherever GET is answered (RFC 9110, 9.3.2), with the same headers: the request is routed as a GET, and the server, which
/// knows what was asked, sends no content.
/// </summary>
internal static class HeadRequests
{
    private static readonly object Mark = new();

    /// <summary>Adds the rule, before routing.</summary>
    /// <param name="app">The application.</param>
    public static void UseHeadRequests(this IApplicationBuilder app) => app.Use((context, next) =>
    {
        if (HttpMethods.IsHead(context.Request.Method))
        {
            context.Items[Mark] = true;
            context.Request.Method = HttpMethods.Get;
        }

        return next(context);
    });

    /// <summary>Whether only the headers are wanted, so that an answer without an end need not begin.</summary>
    /// <param name="context">The request.</param>
    public static bool IsHead(this HttpContext context) => context.Items.ContainsKey(Mark);
}
