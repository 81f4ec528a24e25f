using System.Buffers.Binary;
using Moodstream.Abstractions.Posts;

namespace Moodstream.Inference.Vision.Files;

/// <summary>Reads the segments of a JPEG file (ITU-T T.81, annex B): frame, tables and scans go to the decoder, everything else does not.</summary>
internal static class JpegFile
{
    private const byte FrameOfBaseline = 0xC0;
    private const byte FrameOfProgressive = 0xC2;
    private const byte HuffmanTables = 0xC4;
    private const byte EndOfImage = 0xD9;
    private const byte Scan = 0xDA;
    private const byte QuantizationTables = 0xDB;
    private const byte RestartInterval = 0xDD;
    private const byte Jfif = 0xE0;
    private const byte Exif = 0xE1;
    private const byte Adobe = 0xEE;

    private static readonly byte[] End = [0xFF, EndOfImage];

    /// <summary>Reads the outline.</summary>
    /// <param name="memory">The file, which begins like a JPEG.</param>
    /// <param name="outline">Receives what is found.</param>
    /// <returns>Why the picture cannot be decoded, or null.</returns>
    public static PostFailure? Read(ReadOnlyMemory<byte> memory, PictureOutline outline)
    {
        var file = memory.Span;
        outline.Keep(0, 2);
        JpegFrame? frame = null;
        JpegTables tables = new();
        var (hasJfif, hasAdobe) = (false, false);
        var position = 2;
        while (FindMarker(file, ref position) is var marker && marker != EndOfImage)
        {
            if (marker is null)
            {
                return WithoutEnd(memory, frame, tables, outline);
            }

            if (IsAlone(marker.Value))
            {
                continue;
            }

            if (position + 2 > file.Length || position + BinaryPrimitives.ReadUInt16BigEndian(file[position..]) is var end && end > file.Length)
            {
                return WithoutEnd(memory, frame, tables, outline);
            }

            if (end < position + 2)
            {
                return PictureFailures.Corrupt;
            }

            var content = file[(position + 2)..end];
            var isKept = false;
            switch (marker)
            {
                case >= FrameOfBaseline and <= FrameOfProgressive:
                    if (frame is not null || JpegFrame.Read(content, marker == FrameOfProgressive) is not { } read)
                    {
                        return PictureFailures.Corrupt;
                    }

                    frame = read;
                    (outline.Width, outline.Height) = (frame.Width, frame.Height);
                    isKept = true;
                    break;

                case HuffmanTables:
                    tables.Add(content);
                    isKept = true;
                    break;

                case RestartInterval:
                    tables.RestartInterval = content.Length >= 2 ? BinaryPrimitives.ReadUInt16BigEndian(content) : 0;
                    isKept = true;
                    break;

                case QuantizationTables:
                    isKept = true;
                    break;

                case > HuffmanTables and < 0xD0:
                case 0xC3:
                    // Lossless, hierarchical and arithmetic coding: no decoder that is at hand.
                    return PictureFailures.Corrupt;

                case Jfif:
                    isKept = !hasJfif && content.StartsWith("JFIF\0"u8);
                    hasJfif |= isKept;
                    break;

                case Adobe:
                    // Says which colours the components are.
                    isKept = !hasAdobe && content.StartsWith("Adobe"u8);
                    hasAdobe |= isKept;
                    break;

                case Exif:
                    if (outline.Orientation == ExifOrientation.Upright && content.StartsWith("Exif\0\0"u8))
                    {
                        outline.Orientation = ExifOrientation.Read(content);
                    }

                    break;

                case Scan:
                    if (frame is null || !frame.Begin(content, end))
                    {
                        return PictureFailures.Corrupt;
                    }

                    outline.Keep(position - 2, end);
                    position = EndOfData(file, end);
                    outline.Keep(end, position);
                    continue;
            }

            if (isKept)
            {
                outline.Keep(position - 2, end);
            }

            position = end;
        }

        return frame is { Scans: > 0 } ? Finish(frame, outline) : PictureFailures.Corrupt;
    }

    /// <summary>Goes to the first byte behind the next marker; passes over fill bytes and whatever lies before it.</summary>
    private static byte? FindMarker(ReadOnlySpan<byte> file, ref int position)
    {
        while (true)
        {
            var next = file[position..].IndexOf((byte)0xFF);
            if (next < 0)
            {
                return null;
            }

            position += next;
            var fill = file[position..].IndexOfAnyExcept((byte)0xFF);
            if (fill < 0)
            {
                return null;
            }

            position += fill + 1;
            if (file[position - 1] != 0)
            {
                return file[position - 1];
            }
        }
    }

    /// <summary>Finds the end of entropy-coded data: the next marker that is no restart, or the end of the file.</summary>
    private static int EndOfData(ReadOnlySpan<byte> file, int position)
    {
        while (true)
        {
            var next = file[position..].IndexOf((byte)0xFF);
            if (next < 0)
            {
                return file.Length;
            }

            position += next;
            var fill = file[position..].IndexOfAnyExcept((byte)0xFF);
            if (fill < 0)
            {
                return position;
            }

            if (file[position + fill] is not (0 or >= 0xD0 and <= 0xD7))
            {
                return position;
            }

            position += fill + 1;
        }
    }

    private static bool IsAlone(byte marker) => marker is 0x01 or >= 0xD0 and <= 0xD8;

    /// <summary>Judges a file without its end marker.</summary>
    private static PostFailure? WithoutEnd(ReadOnlyMemory<byte> file, JpegFrame? frame, JpegTables tables, PictureOutline outline)
    {
        if (frame is not { Scans: > 0 })
        {
            return PictureFailures.Truncated;
        }

        outline.IsWhole = () => frame.IsWhole(file.Span, tables);
        return Finish(frame, outline);
    }

    private static PostFailure? Finish(JpegFrame frame, PictureOutline outline)
    {
        outline.Insert(End);
        outline.Memory = frame.Memory;
        outline.Passes = frame.Passes;
        return null;
    }
}
