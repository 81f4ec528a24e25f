using Moodstream.Abstractions.Posts;
using Moodstream.Inference.Options;

namespace Moodstream.Inference.Vision.Files;

/// <summary>
/// Looks at a picture's file before any decoder sees it: a few comparisons for each marker or chunk, and memory for the outline alone.
/// </summary>
internal static class PictureFile
{
    /// <summary>Longest side. Resizing needs memory by it, whatever the other side; JPEG and GIF cannot have more.</summary>
    private const int MaxSide = ushort.MaxValue;

    /// <summary>What a decode needs besides pixels: tables, streams, rows while it resizes.</summary>
    private const long FixedMemory = 3 * 1024 * 1024;

    /// <summary>Recognises the format by its magic number.</summary>
    public static PictureFormat FormatOf(ReadOnlySpan<byte> file) => file switch
    {
        [0xFF, 0xD8, 0xFF, ..] => PictureFormat.Jpeg,
        [0x89, (byte)'P', (byte)'N', (byte)'G', 0x0D, 0x0A, 0x1A, 0x0A, ..] => PictureFormat.Png,
        [(byte)'G', (byte)'I', (byte)'F', (byte)'8', (byte)'7' or (byte)'9', (byte)'a', ..] => PictureFormat.Gif,
        [(byte)'R', (byte)'I', (byte)'F', (byte)'F', _, _, _, _, (byte)'W', (byte)'E', (byte)'B', (byte)'P', ..] => PictureFormat.Webp,
        _ => PictureFormat.Unknown,
    };

    /// <summary>Reads the outline of a file and checks it against what a picture may cost.</summary>
    /// <param name="file">The file.</param>
    /// <param name="options">What a picture may cost.</param>
    /// <param name="outline">The outline; null where the picture is refused.</param>
    /// <returns>Why it is refused, or null.</returns>
    public static PostFailure? Read(ReadOnlyMemory<byte> file, PictureOptions options, out PictureOutline? outline)
    {
        outline = null;
        if (file.Length > options.MaxBytes)
        {
            return PictureFailures.TooManyBytes(file.Length, options.MaxBytes);
        }

        var format = FormatOf(file.Span);
        if (format == PictureFormat.Unknown)
        {
            return PictureFailures.Format;
        }

        PictureOutline read = new(file, format);
        var failure = format switch
        {
            PictureFormat.Jpeg => JpegFile.Read(file, read),
            PictureFormat.Png => PngFile.Read(file, read, options),
            PictureFormat.Gif => GifFile.Read(file.Span, read),
            _ => WebpFile.Read(file.Span, read, options),
        };
        read.Memory += FixedMemory + read.Length;
        failure ??= Check(read, options);
        outline = failure is null ? read : null;
        return failure;
    }

    /// <summary>Whether a picture is within the limits of pixels; for readers that have to look further into it.</summary>
    public static PostFailure? CheckPixels(PictureOutline picture, PictureOptions options)
    {
        if (picture.Width < 1 || picture.Height < 1)
        {
            return PictureFailures.Corrupt;
        }

        return picture.Pixels > options.MaxPixels || Math.Max(picture.Width, picture.Height) > MaxSide
            ? PictureFailures.TooManyPixels(picture, options.MaxPixels)
            : null;
    }

    private static PostFailure? Check(PictureOutline picture, PictureOptions options)
    {
        if (CheckPixels(picture, options) is { } failure)
        {
            return failure;
        }

        if (picture.IsShredded)
        {
            return PictureFailures.Corrupt;
        }

        if (picture.Memory > options.MaxMemoryMB * 1024L * 1024)
        {
            return PictureFailures.TooMuchMemoryFor(picture, options.MaxMemoryMB);
        }

        return picture.Passes > options.MaxCpuMs * 1_000_000L ? PictureFailures.TooSlow(options.MaxCpuMs) : null;
    }
}
