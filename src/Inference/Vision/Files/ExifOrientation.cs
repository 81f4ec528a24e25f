using System.Buffers.Binary;

namespace Moodstream.Inference.Vision.Files;

/// <summary>Reads the one thing of a picture's metadata that changes what is seen: which way up it is. Takes no memory, and looks at one directory.</summary>
internal static class ExifOrientation
{
    /// <summary>The picture is stored as it is seen.</summary>
    public const int Upright = 1;

    /// <summary>The first orientation that swaps width and height.</summary>
    public const int FirstTurned = 5;

    private const int Last = 8;
    private const ushort Tag = 0x0112;
    private const ushort Short = 3;
    private const int EntryLength = 12;

    /// <summary>Reads the orientation of an EXIF block.</summary>
    /// <param name="exif">The block, with or without the name that JPEG writes in front of it.</param>
    /// <returns>1 to 8; <see cref="Upright"/> where the block says nothing or is broken.</returns>
    public static int Read(ReadOnlySpan<byte> exif)
    {
        var tiff = exif.StartsWith("Exif\0\0"u8) ? exif[6..] : exif;
        var isLittleEndian = tiff.StartsWith("II*\0"u8);
        if (tiff.Length < 8 || (!isLittleEndian && !tiff.StartsWith("MM\0*"u8)))
        {
            return Upright;
        }

        var offset = isLittleEndian ? BinaryPrimitives.ReadUInt32LittleEndian(tiff[4..]) : BinaryPrimitives.ReadUInt32BigEndian(tiff[4..]);
        if (offset > tiff.Length - 2)
        {
            return Upright;
        }

        var directory = tiff[(int)offset..];
        var entries = directory[2..];
        for (int left = Number(directory, isLittleEndian); left > 0 && entries.Length >= EntryLength; left--, entries = entries[EntryLength..])
        {
            if (Number(entries, isLittleEndian) == Tag)
            {
                return Number(entries[2..], isLittleEndian) == Short && Number(entries[8..], isLittleEndian) is >= Upright and <= Last and var orientation
                    ? orientation
                    : Upright;
            }
        }

        return Upright;
    }

    private static ushort Number(ReadOnlySpan<byte> bytes, bool isLittleEndian) =>
        isLittleEndian ? BinaryPrimitives.ReadUInt16LittleEndian(bytes) : BinaryPrimitives.ReadUInt16BigEndian(bytes);
}
