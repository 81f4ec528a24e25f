namespace Moodstream.Inference.Vision.Files;

/// <summary>A prefix code of a lossless WebP stream.</summary>
internal sealed class LosslessCode
{
    private const int LengthCodes = 19;
    private const int Repeat = 16;

    private static readonly byte[] LengthOrder = [17, 18, 0, 1, 2, 3, 4, 5, 16, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15];

    private readonly ushort[] _symbols;
    private readonly byte[] _lengths;

    private LosslessCode(ushort[] symbols, byte[] lengths) => (_symbols, _lengths) = (symbols, lengths);

    /// <summary>Reads a code.</summary>
    /// <param name="bits">The stream.</param>
    /// <param name="symbols">Size of its alphabet.</param>
    /// <returns>The code, or null where it is none.</returns>
    public static LosslessCode? Read(ref LosslessBits bits, int symbols)
    {
        var lengths = new byte[symbols];
        if (bits.Read(1) == 1)
        {
            var hasTwo = bits.Read(1) == 1;
            var first = bits.Read(bits.Read(1) == 0 ? 1 : 8);
            var second = hasTwo ? bits.Read(8) : first;
            if (Math.Max(first, second) >= symbols)
            {
                return null;
            }

            lengths[first] = lengths[second] = 1;
            return Build(lengths);
        }

        var lengthLengths = new byte[LengthCodes];
        var count = bits.Read(4) + 4;
        for (var i = 0; i < count; i++)
        {
            lengthLengths[LengthOrder[i]] = (byte)bits.Read(3);
        }

        return Build(lengthLengths) is { } code && ReadLengths(ref bits, code, lengths) ? Build(lengths) : null;
    }

    /// <summary>Reads a symbol.</summary>
    public int Read(ref LosslessBits bits)
    {
        var next = bits.Peek() & (_symbols.Length - 1);
        bits.Skip(_lengths[next]);
        return _symbols[next];
    }

    private static bool ReadLengths(ref LosslessBits bits, LosslessCode code, byte[] lengths)
    {
        var left = bits.Read(1) == 1 ? 2 + bits.Read(2 + (2 * bits.Read(3))) : lengths.Length;
        byte previous = 8;
        for (var symbol = 0; symbol < lengths.Length && left > 0; left--)
        {
            var length = code.Read(ref bits);
            if (length < Repeat)
            {
                lengths[symbol++] = (byte)length;
                previous = length > 0 ? (byte)length : previous;
                continue;
            }

            var times = length switch
            {
                Repeat => 3 + bits.Read(2),
                Repeat + 1 => 3 + bits.Read(3),
                _ => 11 + bits.Read(7),
            };
            if (symbol + times > lengths.Length || bits.IsOver)
            {
                return false;
            }

            lengths.AsSpan(symbol, times).Fill(length == Repeat ? previous : (byte)0);
            symbol += times;
        }

        return true;
    }

    /// <summary>Makes the table by which symbols are looked up: canonical codes, first bit lowest.</summary>
    private static LosslessCode? Build(byte[] lengths)
    {
        var used = lengths.Count(length => length > 0);
        if (used == 0)
        {
            return null;
        }

        if (used == 1)
        {
            // The only symbol takes no bits.
            return new LosslessCode([(ushort)Array.FindIndex(lengths, length => length > 0)], [0]);
        }

        var longest = lengths.Max();
        var symbols = new ushort[1 << longest];
        var codeLengths = new byte[symbols.Length];
        var code = 0;
        for (var length = 1; length <= longest; length++, code <<= 1)
        {
            for (var symbol = 0; symbol < lengths.Length; symbol++)
            {
                if (lengths[symbol] != length)
                {
                    continue;
                }

                if (code >> length != 0)
                {
                    return null;
                }

                for (var entry = Reverse(code, length); entry < symbols.Length; entry += 1 << length)
                {
                    (symbols[entry], codeLengths[entry]) = ((ushort)symbol, (byte)length);
                }

                code++;
            }
        }

        return code >> 1 == 1 << longest ? new LosslessCode(symbols, codeLengths) : null;
    }

    private static int Reverse(int code, int length)
    {
        var reversed = 0;
        for (var i = 0; i < length; i++)
        {
            reversed = (reversed << 1) | ((code >> i) & 1);
        }

        return reversed;
    }
}
