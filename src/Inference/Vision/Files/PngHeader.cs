using System.Buffers.Binary;

namespace Moodstream.Inference.Vision.Files;

/// <summary>The header of a PNG file.</summary>
/// <param name="Width">Pixels in a row.</param>
/// <param name="Height">Rows.</param>
/// <param name="BitsPerPixel">Bits of a pixel, 1 to 64.</param>
/// <param name="IsInterlaced">Whether it comes in seven passes.</param>
internal sealed record PngHeader(int Width, int Height, int BitsPerPixel, bool IsInterlaced)
{
    private const int Length = 13;

    /// <summary>First column, first row, and steps of the seven passes.</summary>
    private static readonly (int X, int Y, int StepX, int StepY)[] Passes =
        [(0, 0, 8, 8), (4, 0, 8, 8), (0, 4, 4, 8), (2, 0, 4, 4), (0, 2, 2, 4), (1, 0, 2, 2), (0, 1, 1, 2)];

    /// <summary>Bytes of a row, unpacked.</summary>
    public long RowBytes => RowOf(Width);

    /// <summary>Bytes of all rows, unpacked.</summary>
    public long Bytes => IsInterlaced ? Passes.Sum(BytesOf) : Height * RowBytes;

    /// <summary>Reads a header.</summary>
    /// <returns>The header, or null where it is none.</returns>
    public static PngHeader? Read(ReadOnlySpan<byte> content)
    {
        if (content.Length != Length)
        {
            return null;
        }

        int width = BinaryPrimitives.ReadInt32BigEndian(content), height = BinaryPrimitives.ReadInt32BigEndian(content[4..]);
        int depth = content[8];
        var channels = (content[9], depth) switch
        {
            (0, 1 or 2 or 4 or 8 or 16) or (3, 1 or 2 or 4 or 8) => 1,
            (2, 8 or 16) => 3,
            (4, 8 or 16) => 2,
            (6, 8 or 16) => 4,
            _ => 0,
        };
        return channels == 0 || content[12] > 1 ? null : new PngHeader(width, height, channels * depth, content[12] == 1);
    }

    private long BytesOf((int X, int Y, int StepX, int StepY) pass)
    {
        int columns = (Width - pass.X + pass.StepX - 1) / pass.StepX, rows = (Height - pass.Y + pass.StepY - 1) / pass.StepY;
        return columns == 0 ? 0 : rows * RowOf(columns);
    }

    private long RowOf(int columns) => 1 + ((((long)columns * BitsPerPixel) + 7) / 8);
}
