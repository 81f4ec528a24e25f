namespace Moodstream.Inference.Vision.Files;

/// <summary>
/// Works out what unpacking a lossless WebP stream takes. A few bytes may ask for 65,536 groups of codes; how many there are stands behind the
/// small pictures of the stream's transformations, so these are passed over symbol by symbol. They have a sixteenth of the pixels at most.
/// </summary>
internal static class LosslessOutline
{
    private const int Literals = 256;
    private const int Lengths = 24;
    private const int Distances = 40;
    private const int MaxCacheBits = 11;
    private const int CodesOfGroup = 5;
    private const int Predictor = 0;
    private const int CrossColour = 1;
    private const int ColourIndex = 3;

    /// <summary>Bytes of a group of five codes: their tables, which the decoder keeps twice.</summary>
    private const long BytesOfGroup = 40 * 1024;

    /// <summary>Bytes of a colour of the cache in the tables of a group.</summary>
    private const long BytesOfCacheColour = 16;

    /// <summary>Reads the stream as far as the codes of its pixels.</summary>
    /// <param name="bits">The stream behind its header.</param>
    /// <param name="width">Pixels in a row.</param>
    /// <param name="height">Rows.</param>
    /// <returns>Bytes that unpacking takes, or null where the stream is broken.</returns>
    public static long? MemoryOf(ref LosslessBits bits, int width, int height)
    {
        var pixels = (long)width * height;
        long once = 4 * pixels, kept = 0, passing = 0;
        var seen = 0;
        while (bits.Read(1) == 1)
        {
            var kind = bits.Read(2);
            if ((seen & (1 << kind)) != 0)
            {
                return null;
            }

            seen |= 1 << kind;
            switch (kind)
            {
                case Predictor or CrossColour:
                    var shift = bits.Read(3) + 2;
                    var (columns, rows) = (Shrink(width, shift), Shrink(height, shift));
                    if (SkipPicture(ref bits, columns, rows) is null)
                    {
                        return null;
                    }

                    kept += 4L * columns * rows;
                    passing = kind == Predictor ? Math.Max(passing, 4 * pixels) : passing;
                    break;

                case ColourIndex:
                    var colours = bits.Read(8) + 1;
                    if (SkipPicture(ref bits, colours, 1) is null)
                    {
                        return null;
                    }

                    // The unpacked indices go to an array of their own.
                    kept += colours <= 16 ? 4 * pixels : 0;
                    width = colours > 16 ? width : Shrink(width, colours > 4 ? 1 : colours > 2 ? 2 : 3);
                    break;
            }
        }

        if (ReadCache(ref bits) is not { } cache)
        {
            return null;
        }

        var groups = 1;
        if (bits.Read(1) == 1)
        {
            var shift = bits.Read(3) + 2;
            var (columns, rows) = (Shrink(width, shift), Shrink(height, shift));
            if (SkipPicture(ref bits, columns, rows) is not { } largest)
            {
                return null;
            }

            groups = largest + 1;
            kept += 4L * columns * rows;
        }

        return bits.IsOver ? null : once + kept + passing + (groups * (BytesOfGroup + (cache * BytesOfCacheColour)));
    }

    /// <summary>Passes over a small picture.</summary>
    /// <returns>The largest number that red and green of a pixel make together, or null where the picture is broken.</returns>
    private static int? SkipPicture(ref LosslessBits bits, int width, int height)
    {
        if (ReadCache(ref bits) is not { } cache)
        {
            return null;
        }

        var codes = new LosslessCode[CodesOfGroup];
        for (var i = 0; i < CodesOfGroup; i++)
        {
            if (LosslessCode.Read(ref bits, i switch { 0 => Literals + Lengths + cache, CodesOfGroup - 1 => Distances, _ => Literals }) is not { } code)
            {
                return null;
            }

            codes[i] = code;
        }

        var (green, red, blue, alpha, distances) = (codes[0], codes[1], codes[2], codes[3], codes[4]);
        var largest = 0;
        for (long left = (long)width * height; left > 0;)
        {
            var symbol = green.Read(ref bits);
            if (symbol < Literals)
            {
                largest = Math.Max(largest, (red.Read(ref bits) << 8) | symbol);
                blue.Read(ref bits);
                alpha.Read(ref bits);
                left--;
            }
            else if (symbol < Literals + Lengths)
            {
                left -= ReadLength(ref bits, symbol - Literals);
                ReadLength(ref bits, distances.Read(ref bits));
            }
            else
            {
                left--;
            }

            if (bits.IsOver)
            {
                return null;
            }
        }

        return largest;
    }

    private static int ReadLength(ref LosslessBits bits, int symbol)
    {
        if (symbol < 4)
        {
            return symbol + 1;
        }

        var extra = (symbol - 2) >> 1;
        return ((2 + (symbol & 1)) << extra) + bits.Read(extra) + 1;
    }

    /// <summary>Colours of the cache, or null where it has an impossible size.</summary>
    private static int? ReadCache(ref LosslessBits bits)
    {
        if (bits.Read(1) == 0)
        {
            return 0;
        }

        var size = bits.Read(4);
        return size is >= 1 and <= MaxCacheBits ? 1 << size : null;
    }

    private static int Shrink(int size, int shift) => (size + (1 << shift) - 1) >> shift;
}
