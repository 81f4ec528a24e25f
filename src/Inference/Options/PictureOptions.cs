namespace Moodstream.Inference.Options;

/// <summary>Settings of the section <c>Inference:Pictures</c>: what a picture may cost.</summary>
public sealed class PictureOptions
{
    /// <summary>Most bytes of a picture's file, 1 KiB–64 MiB.</summary>
    public int MaxBytes { get; set; } = 8 * 1024 * 1024;

    /// <summary>
    /// Most pixels (width × height), 1,024–100,000,000. A decoder's buffer holds up to four bytes for each, and a
    /// progressive JPEG needs two to three such buffers.
    /// </summary>
    public int MaxPixels { get; set; } = 25_000_000;

    /// <summary>How long one picture may be decoded, 100–600,000 ms.</summary>
    public int DecodeTimeoutMs { get; set; } = 10_000;

    /// <summary>Pictures that are decoded at a time, 1–256; 0 for one per processor.</summary>
    public int MaxConcurrentDecodes { get; set; }
}
