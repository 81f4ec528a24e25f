using System.Buffers.Binary;
using System.IO.Compression;
using Moodstream.Abstractions.Posts;
using Moodstream.Inference.Options;

namespace Moodstream.Inference.Vision.Files;

/// <summary>Reads the chunks of a PNG file: header, palette, transparency and pixels go to the decoder, everything else does not.</summary>
internal static class PngFile
{
    private const int Signature = 8;
    private const int Overhead = 12;
    private const int MaxPalette = 768;

    private static readonly byte[] End = [0, 0, 0, 0, (byte)'I', (byte)'E', (byte)'N', (byte)'D', 0xAE, 0x42, 0x60, 0x82];

    /// <summary>Reads the outline.</summary>
    /// <param name="memory">The file, which begins like a PNG.</param>
    /// <param name="outline">Receives what is found.</param>
    /// <param name="options">What a picture may cost.</param>
    /// <returns>Why the picture cannot be decoded, or null.</returns>
    public static PostFailure? Read(ReadOnlyMemory<byte> memory, PictureOutline outline, PictureOptions options)
    {
        var file = memory.Span;
        outline.Keep(0, Signature);
        PngHeader? header = null;
        var hasPixels = false;
        var position = Signature;
        while (file.Length - position >= Overhead)
        {
            var length = BinaryPrimitives.ReadUInt32BigEndian(file[position..]);
            var type = file.Slice(position + 4, 4);
            if (type.SequenceEqual("IEND"u8))
            {
                return Finish(header, outline, hasPixels);
            }

            if (length > file.Length - position - Overhead)
            {
                return PictureFailures.Truncated;
            }

            var end = position + Overhead + (int)length;
            var content = file.Slice(position + 8, (int)length);
            if (header is null)
            {
                if (!type.SequenceEqual("IHDR"u8) || PngHeader.Read(content) is not { } read)
                {
                    return PictureFailures.Corrupt;
                }

                header = read;
                (outline.Width, outline.Height) = (header.Width, header.Height);
                if (PictureFile.CheckPixels(outline, options) is { } failure)
                {
                    return failure;
                }

                outline.Keep(position, end);
            }
            else if (type.SequenceEqual("IDAT"u8))
            {
                hasPixels = true;
                outline.Keep(position, end);
            }
            else if (!hasPixels && length <= MaxPalette && (type.SequenceEqual("PLTE"u8) || type.SequenceEqual("tRNS"u8)))
            {
                outline.Keep(position, end);
            }
            else if (type.SequenceEqual("eXIf"u8) && outline.Orientation == ExifOrientation.Upright)
            {
                outline.Orientation = ExifOrientation.Read(content);
            }

            position = end;
        }

        if (header is null || !hasPixels)
        {
            return PictureFailures.Truncated;
        }

        outline.IsWhole = () => IsWhole(memory.Span, header);
        return Finish(header, outline, hasPixels);
    }

    private static PostFailure? Finish(PngHeader? header, PictureOutline outline, bool hasPixels)
    {
        if (header is null || !hasPixels)
        {
            return PictureFailures.Corrupt;
        }

        outline.Insert(End);
        outline.Memory = (4 * outline.Pixels) + (4 * header.RowBytes);
        return null;
    }

    /// <summary>Whether the pixels of a file without an end are all there: unpacks them and counts, since their last chunk may be missing as well.</summary>
    private static bool IsWhole(ReadOnlySpan<byte> file, PngHeader header)
    {
        using MemoryStream packed = new(file.Length);
        var rest = file[Signature..];
        while (rest.Length >= Overhead)
        {
            var length = (int)Math.Min(BinaryPrimitives.ReadUInt32BigEndian(rest), rest.Length - Overhead);
            if (rest[4..8].SequenceEqual("IDAT"u8))
            {
                packed.Write(rest.Slice(8, length));
            }

            rest = rest[(Overhead + length)..];
        }

        packed.Position = 0;
        using ZLibStream pixels = new(packed, CompressionMode.Decompress);
        var buffer = new byte[32 * 1024];
        var missing = header.Bytes;
        try
        {
            while (missing > 0 && pixels.Read(buffer) is > 0 and var count)
            {
                missing -= count;
            }
        }
        catch (InvalidDataException)
        {
            return false;
        }

        return missing <= 0;
    }
}
