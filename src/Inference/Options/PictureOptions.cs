using System.ComponentModel.DataAnnotations;

namespace Moodstream.Inference.Options;

/// <summary>What a picture may cost.</summary>
public sealed class PictureOptions
{
    /// <summary>Most bytes of a picture's file.</summary>
    [Range(1_024, 64 * 1_024 * 1_024)]
    public int MaxBytes { get; set; } = 8 * 1024 * 1024;

    /// <summary>Most pixels (width × height) of a picture. What a pixel costs depends on the format: see <see cref="MaxMemoryMB"/>.</summary>
    [Range(1_024, 100_000_000)]
    public int MaxPixels { get; set; } = 25_000_000;

    /// <summary>
    /// Most memory that decoding one picture may take, in MB, its file included; by what its header says, before anything is decoded. 64 are
    /// some 20 million pixels of a JPEG, 15 million of a PNG or GIF, 7 million of a WebP, 6 million of a progressive JPEG with full colours.
    /// </summary>
    [Range(8, 4_096)]
    public int MaxMemoryMB { get; set; } = 64;

    /// <summary>Most memory that all decodes at a time may take, in MB; at least <see cref="MaxMemoryMB"/> is granted.</summary>
    [Range(8, 65_536)]
    public int MaxTotalMemoryMB { get; set; } = 256;

    /// <summary>Most processor time that decoding one picture may take, in milliseconds; time in which it waits for a processor does not count.</summary>
    [Range(100, 600_000)]
    public int MaxCpuMs { get; set; } = 1_000;

    /// <summary>Pictures that are decoded at a time; 0 for one per processor.</summary>
    [Range(0, 256)]
    public int MaxConcurrentDecodes { get; set; }

    /// <summary>
    /// Whether pictures are decoded in processes of their own, one for each of <see cref="MaxConcurrentDecodes"/>, so that whatever is in a picture ends
    /// such a process at worst. They are killed where a picture costs more than it may and does not end by itself.
    /// </summary>
    public bool Worker { get; set; }
}
