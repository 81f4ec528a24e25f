using System.ComponentModel.DataAnnotations;

namespace Moodstream.Silo.Http;

/// <summary>Settings of the section <c>Http</c>.</summary>
internal sealed class HttpOptions
{
    /// <summary>Name of the section.</summary>
    public const string Section = "Http";

    /// <summary>
    /// Largest request body in bytes, 1,024–1,073,741,824. The default holds the largest picture that the default of
    /// <c>Ingest:MaxPictureBytes</c> admits, in base64, and the text.
    /// </summary>
    [Range(1024, 1 << 30, ErrorMessage = "Http:MaxRequestBytes must be 1024 to 1073741824.")]
    public long MaxRequestBytes { get; set; } = 16 * 1024 * 1024;
}
