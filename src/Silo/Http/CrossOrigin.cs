using Microsoft.Net.Http.Headers;

namespace Moodstream.Silo.Http;

/// <summary>Lets pages of other origins use the API from a browser, where the settings name them (CORS).</summary>
internal static class CrossOrigin
{
    private static readonly string[] Exposed = [HeaderNames.Link, HeaderNames.ETag, HeaderNames.Location, HeaderNames.RetryAfter];

    /// <summary>Adds the rule.</summary>
    /// <param name="services">The services.</param>
    /// <param name="origins">Origins, separated by commas, or <c>*</c>; null for none.</param>
    public static void AddCrossOrigin(this IServiceCollection services, string? origins) => services.AddCors(cors => cors.AddDefaultPolicy(policy => policy
        .WithOrigins(origins?.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries) ?? [])
        .AllowAnyHeader()
        .AllowAnyMethod()
        .WithExposedHeaders(Exposed)));
}
