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
}
