using SixLabors.ImageSharp;
using SixLabors.ImageSharp.Formats.Jpeg;
using SixLabors.ImageSharp.Metadata.Profiles.Exif;
using SixLabors.ImageSharp.PixelFormats;

namespace Moodstream.Inference.Vision;

/// <summary>Makes small JPEGs of pictures that strangers sent, within the limits of a <see cref="PictureDecoder"/>. Safe for concurrent use.</summary>
/// <param name="decoder">The decoder; stays the caller's.</param>
/// <param name="longestSide">Longest side of the result in pixels, at least 1.</param>
public sealed class ThumbnailMaker(PictureDecoder decoder, int longestSide)
{
    /// <summary>The first orientation of EXIF that swaps width and height.</summary>
    private const ushort FirstTurned = 5;

    private static readonly JpegEncoder Encoder = new() { Quality = 75 };

    /// <summary>Makes a thumbnail that keeps the picture's proportions.</summary>
    /// <param name="file">A picture file of any content and length.</param>
    /// <param name="cancellationToken">Gives up waiting.</param>
    /// <returns>A JPEG without metadata, or null where the picture cannot be decoded.</returns>
    public async Task<byte[]?> MakeAsync(ReadOnlyMemory<byte> file, CancellationToken cancellationToken = default)
    {
        if (SizeOf(file) is not { } size)
        {
            return null;
        }

        var scale = Math.Min(1, (double)longestSide / Math.Max(size.Width, size.Height));
        var width = Math.Max(1, (int)Math.Round(size.Width * scale));
        var height = Math.Max(1, (int)Math.Round(size.Height * scale));
        var decoded = await decoder.DecodeAsync(file, width, height, cancellationToken);
        using var picture = decoded.Picture;
        if (picture is null)
        {
            return null;
        }

        using var image = Image.LoadPixelData<Rgb24>(picture.Pixels, width, height);
        using var jpeg = new MemoryStream();
        await image.SaveAsync(jpeg, Encoder, cancellationToken);
        return jpeg.ToArray();
    }

#pragma warning disable CA1031 // Mutated files make decoders throw far more than their documented exceptions.
    private static Size? SizeOf(ReadOnlyMemory<byte> file)
    {
        try
        {
            using var stream = new MemoryStream(file.ToArray(), writable: false);
            return Image.Identify(stream) is { Width: > 0, Height: > 0 } info
                ? info.Metadata.ExifProfile?.GetValue(ExifTag.Orientation)?.Value >= FirstTurned
                    ? new Size(info.Height, info.Width)
                    : new Size(info.Width, info.Height)
                : null;
        }
        catch (Exception)
        {
            return null;
        }
    }
#pragma warning restore CA1031
}
