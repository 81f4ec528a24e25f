using System.ComponentModel.DataAnnotations;
using Moodstream.Abstractions.Settings;

namespace Moodstream.Silo.Configuration.Options;

/// <summary>The HTTP server.</summary>
[SettingsSection("Http")]
internal sealed class HttpOptions
{
    /// <summary>
    /// Largest request body, in bytes. The default holds the largest picture that the default of
    /// <c>Ingest:MaxPictureBytes</c> admits, in base64, and the text.
    /// </summary>
    [Range(1_024, 1_073_741_824)]
    public long MaxRequestBytes { get; set; } = 16 * 1024 * 1024;

    /// <summary>Most posts of one request to <c>/api/classify/batch</c>.</summary>
    [Range(1, 1_000)]
    public int MaxBatchPosts { get; set; } = 100;

    /// <summary>
    /// Origins of other web pages that may use the API from a browser (CORS), such as <c>https://example.org</c>, separated by commas;
    /// <c>*</c> for all; none for no page but the dashboard.
    /// </summary>
    [RegularExpression(
        @"\s*(\*|https?://[^/,\s]+(\s*,\s*https?://[^/,\s]+)*)\s*",
        ErrorMessage = "write origins without a path, such as https://example.org, separated by commas, or *")]
    public string? AllowedOrigins { get; set; }
}
