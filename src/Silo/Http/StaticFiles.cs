using Microsoft.AspNetCore.StaticFiles;
using Microsoft.Net.Http.Headers;

namespace Moodstream.Silo.Http;

/// <summary>How long browsers may keep the dashboard's files without asking.</summary>
internal static class StaticFiles
{
    /// <summary>
    /// Pictures and fonts for an hour, so that icons are there while the server is gone; pages, styles and modules fit each other only as of one
    /// version, and are asked for each time (which is answered by 304).
    /// </summary>
    /// <param name="file">A file that is about to be sent.</param>
    public static void Cache(StaticFileResponseContext file)
    {
        ArgumentNullException.ThrowIfNull(file);
        var path = file.Context.Request.Path;
        file.Context.Response.Headers[HeaderNames.CacheControl] = path.StartsWithSegments("/img") || path.StartsWithSegments("/vendor") ? "max-age=3600" : "no-cache";
    }
}
