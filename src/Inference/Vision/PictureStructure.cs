using System.Buffers.Binary;

namespace Moodstream.Inference.Vision;

/// <summary>
/// Reads the outline of picture files without decoding them. Decoders fill what a cut file lacks with grey and say nothing, so a
/// file that ends too early has to be recognised here.
/// </summary>
internal static class PictureStructure
{
    private const byte EndOfImage = 0xD9;
    private const byte Temporary = 0x01;

    /// <summary>Recognises the format by its magic number.</summary>
    public static PictureFormat FormatOf(ReadOnlySpan<byte> file) => file switch
    {
        [0xFF, 0xD8, 0xFF, ..] => PictureFormat.Jpeg,
        [0x89, (byte)'P', (byte)'N', (byte)'G', 0x0D, 0x0A, 0x1A, 0x0A, ..] => PictureFormat.Png,
        [(byte)'G', (byte)'I', (byte)'F', (byte)'8', (byte)'7' or (byte)'9', (byte)'a', ..] => PictureFormat.Gif,
        [(byte)'R', (byte)'I', (byte)'F', (byte)'F', _, _, _, _, (byte)'W', (byte)'E', (byte)'B', (byte)'P', ..] => PictureFormat.Webp,
        _ => PictureFormat.Unknown,
    };

    /// <summary>Whether the file reaches the end of its first picture.</summary>
    public static bool IsComplete(PictureFormat format, ReadOnlySpan<byte> file) => format switch
    {
        PictureFormat.Jpeg => IsCompleteJpeg(file),
        PictureFormat.Png => IsCompletePng(file),
        PictureFormat.Gif => IsCompleteGif(file),
        PictureFormat.Webp => IsCompleteWebp(file),
        _ => false,
    };

    /// <summary>Walks over the segments of ITU-T T.81, annex B; an entropy-coded stretch ends at the next marker that is no restart.</summary>
    private static bool IsCompleteJpeg(ReadOnlySpan<byte> file)
    {
        var position = 2;
        while (true)
        {
            var next = file[position..].IndexOf((byte)0xFF);
            if (next < 0 || position + next + 1 >= file.Length)
            {
                return false;
            }

            position += next + 1;
            switch (file[position])
            {
                case 0xFF:
                    break;

                case 0x00 or Temporary or >= 0xD0 and <= 0xD8:
                    position++;
                    break;

                case EndOfImage:
                    return true;

                default:
                    if (position + 3 > file.Length)
                    {
                        return false;
                    }

                    position += 1 + BinaryPrimitives.ReadUInt16BigEndian(file[(position + 1)..]);
                    if (position > file.Length)
                    {
                        return false;
                    }

                    break;
            }
        }
    }

    private static bool IsCompletePng(ReadOnlySpan<byte> file)
    {
        const int Overhead = 12;
        var rest = file[8..];
        while (rest.Length >= Overhead)
        {
            if (rest[4..8].SequenceEqual("IEND"u8))
            {
                return true;
            }

            var length = BinaryPrimitives.ReadUInt32BigEndian(rest);
            if (length > rest.Length - Overhead)
            {
                return false;
            }

            rest = rest[(Overhead + (int)length)..];
        }

        return false;
    }

    private static bool IsCompleteGif(ReadOnlySpan<byte> file)
    {
        const int ScreenDescriptor = 13;
        const int ImageDescriptor = 10;
        if (file.Length < ScreenDescriptor)
        {
            return false;
        }

        var position = ScreenDescriptor + ColourTable(file[10]);
        while (position < file.Length)
        {
            switch (file[position])
            {
                case (byte)'!':
                    if (!SkipSubBlocks(file, position + 2, out position))
                    {
                        return false;
                    }

                    break;

                case (byte)',':
                    return position + ImageDescriptor <= file.Length
                        && SkipSubBlocks(file, position + ImageDescriptor + ColourTable(file[position + 9]) + 1, out _);

                default:
                    // Not a block: the decoder says what is wrong.
                    return true;
            }
        }

        return false;
    }

    private static int ColourTable(byte flags) => (flags & 0x80) == 0 ? 0 : 3 << ((flags & 7) + 1);

    private static bool SkipSubBlocks(ReadOnlySpan<byte> file, int position, out int end)
    {
        while (position < file.Length && file[position] != 0)
        {
            position += 1 + file[position];
        }

        end = position + 1;
        return position < file.Length;
    }

    private static bool IsCompleteWebp(ReadOnlySpan<byte> file) =>
        BinaryPrimitives.ReadUInt32LittleEndian(file[4..]) <= file.Length - 8;
}
