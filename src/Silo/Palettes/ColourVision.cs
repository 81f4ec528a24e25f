using System.Collections.Concurrent;
using System.Globalization;

namespace Moodstream.Silo.Palettes;

/// <summary>
/// How different two colours look, to people who see all colours and to those who do not: distances in OKLab (Björn Ottosson, 2020, times
/// 100), of the colours themselves and as protanopia, deuteranopia and tritanopia change them (Machado, Oliveira, Fernandes, 2009, at
/// severity 1).
/// </summary>
internal static class ColourVision
{
    private static readonly double[][] Deficiencies =
    [
        [0.152286, 1.052583, -0.204868, 0.114503, 0.786281, 0.099216, -0.003882, -0.048116, 1.051998],
        [0.367322, 0.860646, -0.227968, 0.280085, 0.672501, 0.047413, -0.011820, 0.042940, 0.968881],
        [1.255528, -0.076749, -0.178779, -0.078411, 0.930809, 0.147602, 0.004733, 0.691367, 0.303900],
    ];

    /// <summary>Colours as the kinds of eyes see them; they are the palettes' few.</summary>
    private static readonly ConcurrentDictionary<string, double[][]> Known = new(StringComparer.Ordinal);

    /// <summary>The smallest distance of two colours among all kinds of eyes; about 2 can just be told apart side by side.</summary>
    /// <param name="one">A colour as <c>#rrggbb</c>.</param>
    /// <param name="other">Another.</param>
    public static double Distance(string one, string other)
    {
        var (a, b) = (Views(one), Views(other));
        var least = double.MaxValue;
        for (var i = 0; i < a.Length; i++)
        {
            least = Math.Min(least, Distance(a[i], b[i]));
        }

        return least;
    }

    /// <summary>The contrast of two colours, 1 to 21 (WCAG 2.1).</summary>
    /// <param name="one">A colour as <c>#rrggbb</c>.</param>
    /// <param name="other">Another.</param>
    public static double Contrast(string one, string other)
    {
        var (a, b) = (Luminance(Linear(one)), Luminance(Linear(other)));
        return (Math.Max(a, b) + 0.05) / (Math.Min(a, b) + 0.05);
    }

    /// <summary>A colour by its lightness, chroma and hue in OKLab.</summary>
    /// <param name="lightness">0 (black) to 1 (white).</param>
    /// <param name="chroma">From 0 (grey); lowered as far as screens need it.</param>
    /// <param name="hue">In degrees.</param>
    /// <returns>The colour as <c>#rrggbb</c>.</returns>
    public static string Of(double lightness, double chroma, double hue)
    {
        while (true)
        {
            var rgb = FromOklab(lightness, chroma * Math.Cos(hue * Math.PI / 180), chroma * Math.Sin(hue * Math.PI / 180));
            if (chroma <= 0 || rgb.All(channel => channel is >= -0.0005 and <= 1.0005))
            {
                return $"#{string.Concat(rgb.Select(channel => Encoded(channel).ToString("x2", CultureInfo.InvariantCulture)))}";
            }

            chroma -= 0.005;
        }
    }

    private static double[][] Views(string colour) => Known.GetOrAdd(colour, static text =>
    {
        var rgb = Linear(text);
        return [Oklab(rgb), .. Deficiencies.Select(matrix => Oklab(Times(matrix, rgb)))];
    });

    private static double Distance(double[] one, double[] other)
    {
        var (x, y, z) = (one[0] - other[0], one[1] - other[1], one[2] - other[2]);
        return 100 * Math.Sqrt((x * x) + (y * y) + (z * z));
    }

    private static double[] Linear(string colour) => [.. Enumerable.Range(0, 3)
        .Select(i => int.Parse(colour.AsSpan(1 + (2 * i), 2), NumberStyles.HexNumber, CultureInfo.InvariantCulture) / 255.0)
        .Select(channel => channel <= 0.04045 ? channel / 12.92 : Math.Pow((channel + 0.055) / 1.055, 2.4))];

    private static int Encoded(double channel)
    {
        var linear = Math.Clamp(channel, 0, 1);
        return (int)Math.Round(255 * (linear <= 0.0031308 ? linear * 12.92 : (1.055 * Math.Pow(linear, 1 / 2.4)) - 0.055));
    }

    private static double Luminance(double[] rgb) => (0.2126 * rgb[0]) + (0.7152 * rgb[1]) + (0.0722 * rgb[2]);

    private static double[] Times(double[] matrix, double[] vector) =>
        [.. Enumerable.Range(0, 3).Select(i => Math.Clamp((matrix[3 * i] * vector[0]) + (matrix[(3 * i) + 1] * vector[1]) + (matrix[(3 * i) + 2] * vector[2]), 0, 1))];

    private static double[] Oklab(double[] rgb)
    {
        var l = Math.Cbrt((0.4122214708 * rgb[0]) + (0.5363325363 * rgb[1]) + (0.0514459929 * rgb[2]));
        var m = Math.Cbrt((0.2119034982 * rgb[0]) + (0.6806995451 * rgb[1]) + (0.1073969566 * rgb[2]));
        var s = Math.Cbrt((0.0883024619 * rgb[0]) + (0.2817188376 * rgb[1]) + (0.6299787005 * rgb[2]));
        return
        [
            (0.2104542553 * l) + (0.7936177850 * m) - (0.0040720468 * s),
            (1.9779984951 * l) - (2.4285922050 * m) + (0.4505937099 * s),
            (0.0259040371 * l) + (0.7827717662 * m) - (0.8086757660 * s),
        ];
    }

    private static double[] FromOklab(double lightness, double a, double b)
    {
        var l = Math.Pow(lightness + (0.3963377774 * a) + (0.2158037573 * b), 3);
        var m = Math.Pow(lightness - (0.1055613458 * a) - (0.0638541728 * b), 3);
        var s = Math.Pow(lightness - (0.0894841775 * a) - (1.2914855480 * b), 3);
        return
        [
            (4.0767416621 * l) - (3.3077115913 * m) + (0.2309699292 * s),
            (-1.2684380046 * l) + (2.6097574011 * m) - (0.3413193965 * s),
            (-0.0041960863 * l) - (0.7034186147 * m) + (1.7076147010 * s),
        ];
    }
}
