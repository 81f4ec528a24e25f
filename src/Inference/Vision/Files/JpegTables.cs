namespace Moodstream.Inference.Vision.Files;

/// <summary>The Huffman tables that a JPEG file has defined so far, as they stand in it.</summary>
internal sealed class JpegTables
{
    private const int Lengths = 16;

    private readonly byte[]?[] _tables = new byte[]?[8];

    /// <summary>Units between restart markers; 0 for none.</summary>
    public int RestartInterval { get; set; }

    /// <summary>Takes in a segment of tables; what is no table is left to the decoder.</summary>
    public void Add(ReadOnlySpan<byte> segment)
    {
        while (segment.Length > Lengths)
        {
            var count = 0;
            foreach (var codes in segment[1..(1 + Lengths)])
            {
                count += codes;
            }

            if ((segment[0] & 0xEC) != 0 || count > 256 || segment.Length < 1 + Lengths + count)
            {
                return;
            }

            _tables[(segment[0] >> 4 << 2) | (segment[0] & 3)] = segment[1..(1 + Lengths + count)].ToArray();
            segment = segment[(1 + Lengths + count)..];
        }
    }

    /// <summary>Builds the table for means, or for the other coefficients.</summary>
    /// <returns>By the next 16 bits: the value in the high byte and the length of its code in the low one; null where there is no such table.</returns>
    public ushort[]? Build(int number, bool forMeans)
    {
        if (number > 3 || _tables[(forMeans ? 0 : 4) | number] is not { } table)
        {
            return null;
        }

        var codes = new ushort[1 << Lengths];
        var (next, value) = (0, Lengths);
        for (var length = 1; length <= Lengths; length++)
        {
            for (var i = 0; i < table[length - 1]; i++)
            {
                var span = 1 << (Lengths - length);
                if (next + span > codes.Length)
                {
                    return null;
                }

                codes.AsSpan(next, span).Fill((ushort)((table[value++] << 8) | length));
                next += span;
            }
        }

        return codes;
    }
}
