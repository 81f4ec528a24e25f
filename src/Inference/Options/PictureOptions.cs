using System.ComponentModel.DataAnnotations;

namespace Moodstream.Inference.Options;

/// <summary>What a picture may cost.</summary>
public sealed class PictureOptions
{
    /// <summary>Most bytes of a picture's file.</summary>
    [Range(1_024, 64 * 1_024 * 1_024)]
    public int MaxBytes { get; set; } = 8 * 1024 * 1024;

    /// <summary>
    /// Most pixels (width × height) of a picture. A decoder's buffer holds up to four bytes for each, and a progressive
    /// JPEG needs two to three such buffers.
    /// </summary>
    [Range(1_024, 100_000_000)]
    public int MaxPixels { get; set; } = 25_000_000;

    /// <summary>How long one picture may be decoded, in milliseconds.</summary>
    [Range(100, 600_000)]
    public int DecodeTimeoutMs { get; set; } = 10_000;

    /// <summary>Pictures that are decoded at a time; 0 for one per processor.</summary>
    [Range(0, 256)]
    public int MaxConcurrentDecodes { get; set; }
}
