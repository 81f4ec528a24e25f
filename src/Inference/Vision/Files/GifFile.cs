using System.Buffers.Binary;
using Moodstream.Abstractions.Posts;

namespace Moodstream.Inference.Vision.Files;

/// <summary>Reads the blocks of a GIF file up to the end of its first picture, which alone goes to the decoder.</summary>
internal static class GifFile
{
    private const int ScreenDescriptor = 13;
    private const int ImageDescriptor = 10;
    private const int GraphicControl = 8;
    private const byte LongestBlock = 255;

    private static readonly byte[] Trailer = [(byte)';'];
    private static readonly byte[] TerminatorAndTrailer = [0, (byte)';'];

    /// <summary>Reads the outline.</summary>
    /// <param name="file">The file, which begins like a GIF.</param>
    /// <param name="outline">Receives what is found.</param>
    /// <returns>Why the picture cannot be decoded, or null.</returns>
    public static PostFailure? Read(ReadOnlySpan<byte> file, PictureOutline outline)
    {
        if (file.Length < ScreenDescriptor)
        {
            return PictureFailures.Truncated;
        }

        outline.Width = BinaryPrimitives.ReadUInt16LittleEndian(file[6..]);
        outline.Height = BinaryPrimitives.ReadUInt16LittleEndian(file[8..]);
        var position = ScreenDescriptor + ColourTable(file[10]);
        outline.Keep(0, position);
        var control = (Start: 0, End: 0);
        while (position + 1 < file.Length)
        {
            switch (file[position])
            {
                case (byte)'!':
                    var isControl = file[position + 1] == 0xF9 && position + GraphicControl <= file.Length && file[position + 2] == 4;
                    control = isControl ? (position, position + GraphicControl) : control;
                    if (SkipSubBlocks(file, position + 2, out _) is not { } end)
                    {
                        return PictureFailures.Truncated;
                    }

                    position = end;
                    break;

                case (byte)',':
                    if (control.End > 0)
                    {
                        outline.Keep(control.Start, control.End);
                    }

                    return ReadImage(file, position, outline);

                default:
                    return PictureFailures.Corrupt;
            }
        }

        return PictureFailures.Truncated;
    }

    private static PostFailure? ReadImage(ReadOnlySpan<byte> file, int position, PictureOutline outline)
    {
        var start = position + ImageDescriptor;
        if (start > file.Length)
        {
            return PictureFailures.Truncated;
        }

        long width = BinaryPrimitives.ReadUInt16LittleEndian(file[(position + 5)..]), height = BinaryPrimitives.ReadUInt16LittleEndian(file[(position + 7)..]);
        start += ColourTable(file[position + 9]) + 1;
        if (start > file.Length)
        {
            return PictureFailures.Truncated;
        }

        if (SkipSubBlocks(file, start, out var last) is { } end)
        {
            outline.Keep(position, end);
            outline.Insert(Trailer);
        }
        else if (last is > 0 and < LongestBlock)
        {
            // Blocks are full but for the last: the picture is whole, and only what ends it is missing.
            outline.Keep(position, file.Length);
            outline.Insert(TerminatorAndTrailer);
        }
        else
        {
            return PictureFailures.Truncated;
        }

        // A frame larger than the screen costs work for what nobody sees.
        outline.Memory = Math.Max(outline.Pixels, width * height) * 4;
        return null;
    }

    private static int ColourTable(byte flags) => (flags & 0x80) == 0 ? 0 : 3 << ((flags & 7) + 1);

    /// <summary>Goes over sub-blocks to the byte behind their end.</summary>
    /// <param name="file">The file.</param>
    /// <param name="position">Where the first one begins.</param>
    /// <param name="last">Length of the last one, where it ends with the file; else 0.</param>
    /// <returns>The position, or null where the file ends before.</returns>
    private static int? SkipSubBlocks(ReadOnlySpan<byte> file, int position, out byte last)
    {
        last = 0;
        while (position < file.Length)
        {
            if (file[position] == 0)
            {
                last = 0;
                return position + 1;
            }

            last = file[position];
            position += 1 + last;
        }

        last = position == file.Length ? last : (byte)0;
        return null;
    }
}
