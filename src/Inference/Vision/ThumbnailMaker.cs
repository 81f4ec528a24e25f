using SixLabors.ImageSharp;
using SixLabors.ImageSharp.Formats.Jpeg;
using SixLabors.ImageSharp.PixelFormats;

namespace Moodstream.Inference.Vision;

/// <summary>Makes small JPEGs of pictures that strangers sent, within the limits of a <see cref="PictureDecoder"/>. Safe for concurrent use.</summary>
/// <param name="decoder">The decoder.</param>
/// <param name="longestSide">Longest side of the result in pixels, at least 1.</param>
public sealed class ThumbnailMaker(PictureDecoder decoder, int longestSide)
{
    private static readonly JpegEncoder Encoder = new() { Quality = 75 };

    /// <summary>Makes a thumbnail that keeps the picture's proportions.</summary>
    /// <param name="file">A picture file of any content and length.</param>
    /// <param name="cancellationToken">Gives up waiting.</param>
    /// <returns>A JPEG without metadata, or null where the picture cannot be decoded.</returns>
    public async Task<byte[]?> MakeAsync(ReadOnlyMemory<byte> file, CancellationToken cancellationToken = default)
    {
        var decoded = await decoder.DecodeWithinAsync(file, longestSide, cancellationToken);
        using var picture = decoded.Picture;
        if (picture is null)
        {
            return null;
        }

        using var image = Image.LoadPixelData<Rgb24>(picture.Pixels, picture.Width, picture.Height);
        using var jpeg = new MemoryStream();
        await image.SaveAsync(jpeg, Encoder, cancellationToken);
        return jpeg.ToArray();
    }
}
