using Moodstream.Inference.Vision.Pixels;

namespace Moodstream.Inference.Vision.Faces;

/// <summary>
/// Cuts faces out of pictures and resizes them. Edges may lie between pixels: a box that moves a little changes the face a little, where whole pixels
/// would make it jump.
/// </summary>
internal static class FaceCutter
{
    private const int Side = FaceNetworks.FaceSide;
    private const int Colours = 3;

    /// <summary>Cuts a face out. Its proportions are kept; it stands in the middle of a black square.</summary>
    /// <param name="picture">The picture.</param>
    /// <param name="box">The face; inside the picture.</param>
    /// <param name="target">Receives the bytes, [side, side, 3].</param>
    public static void Cut(RgbPicture picture, FaceBox box, Span<byte> target)
    {
        var longest = Math.Max(box.Width, box.Height);
        var columns = Taps.Along(box.Left, box.Right, longest, picture.Width);
        var rows = Taps.Along(box.Top, box.Bottom, longest, picture.Height);
        var (first, last) = rows.Range();
        var squeezed = new float[(last - first + 1) * Side * Colours];
        for (var row = first; row <= last; row++)
        {
            Squeeze(picture.Pixels.Slice(row * picture.Width * Colours, picture.Width * Colours), columns, squeezed.AsSpan((row - first) * Side * Colours));
        }

        Span<float> sums = stackalloc float[Side * Colours];
        for (var y = 0; y < Side; y++)
        {
            var line = target.Slice(y * Side * Colours, Side * Colours);
            sums.Clear();
            foreach (var (row, weight) in rows.Of(y))
            {
                var source = squeezed.AsSpan((row - first) * Side * Colours, Side * Colours);
                for (var i = 0; i < sums.Length; i++)
                {
                    sums[i] += source[i] * weight;
                }
            }

            for (var i = 0; i < sums.Length; i++)
            {
                line[i] = (byte)MathF.Round(Math.Clamp(sums[i], 0, byte.MaxValue));
            }
        }
    }

    private static void Squeeze(ReadOnlySpan<byte> row, Taps columns, Span<float> target)
    {
        for (var x = 0; x < Side; x++)
        {
            float red = 0, green = 0, blue = 0;
            foreach (var (column, weight) in columns.Of(x))
            {
                red += row[column * Colours] * weight;
                green += row[(column * Colours) + 1] * weight;
                blue += row[(column * Colours) + 2] * weight;
            }

            target[x * Colours] = red;
            target[(x * Colours) + 1] = green;
            target[(x * Colours) + 2] = blue;
        }
    }

    /// <summary>For each pixel of a side of the square the pixels that it is made of, along one axis.</summary>
    private sealed class Taps
    {
        private readonly (int Place, float Weight)[][] _pixels = new (int, float)[Side][];

        /// <summary>The first and the last pixel that any is made of.</summary>
        public (int First, int Last) Range()
        {
            int[] places = [.. _pixels.SelectMany(taps => taps).Select(tap => tap.Place)];
            return (places.Min(), places.Max());
        }

        public static Taps Along(float from, float to, float longest, int size)
        {
            Taps taps = new();
            var step = longest / Side;
            var start = (from + to - longest) / 2;

            // A triangle as wide as a step, as resizing elsewhere does it; never narrower than between two pixels.
            var reach = Math.Max(step, 1);
            for (var i = 0; i < Side; i++)
            {
                var centre = start + ((i + 0.5f) * step);
                taps._pixels[i] = centre < from || centre >= to ? [] : Around(centre - 0.5f, reach, size);
            }

            return taps;
        }

        public ReadOnlySpan<(int Place, float Weight)> Of(int pixel) => _pixels[pixel];

        private static (int Place, float Weight)[] Around(float centre, float reach, int size)
        {
            List<(int Place, float Weight)> taps = [];
            var sum = 0f;
            for (var place = Math.Max((int)MathF.Ceiling(centre - reach), 0); place <= Math.Min(centre + reach, size - 1); place++)
            {
                var weight = 1 - (Math.Abs(place - centre) / reach);
                taps.Add((place, weight));
                sum += weight;
            }

            return [.. taps.Select(tap => (tap.Place, tap.Weight / sum))];
        }
    }
}
