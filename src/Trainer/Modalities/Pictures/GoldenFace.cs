using SixLabors.ImageSharp;
using SixLabors.ImageSharp.PixelFormats;

namespace Moodstream.Trainer.Modalities.Pictures;

/// <summary>A smiling face drawn here, that a detector of faces takes for one, so that what reads faces is among what a bundle checks.</summary>
internal static class GoldenFace
{
    private const int Width = 160;
    private const int Height = 120;
    private const float Softness = 2;

    private static readonly Rgb24 Wall = new(120, 140, 160);
    private static readonly Rgb24 Shirt = new(60, 70, 110);
    private static readonly Rgb24 Hair = new(50, 35, 25);
    private static readonly Rgb24 Skin = new(225, 180, 150);
    private static readonly Rgb24 Shade = new(190, 140, 115);
    private static readonly Rgb24 White = new(245, 245, 245);
    private static readonly Rgb24 Dark = new(40, 30, 25);
    private static readonly Rgb24 Lips = new(170, 60, 60);

    /// <summary>What is drawn, one over the other: centre and radii in pixels.</summary>
    private static readonly (float X, float Y, float AcrossRadius, float DownRadius, Rgb24 Colour)[] Discs =
    [
        (80, 125, 50, 24, Shirt), (80, 98, 14, 20, Shade), (80, 46, 36, 35, Hair), (80, 60, 29, 39, Skin), (80, 27, 30, 14, Hair),
        (68, 56, 7.5f, 4.5f, Shade), (92, 56, 7.5f, 4.5f, Shade), (68, 56, 6, 3, White), (92, 56, 6, 3, White), (68, 56, 3, 3, Dark),
        (92, 56, 3, 3, Dark), (68, 51, 7, 1.5f, Dark), (92, 51, 7, 1.5f, Dark), (80, 66, 4, 6, Shade), (80, 80, 13, 7, Lips),
        (80, 78, 11, 4, White), (80, 74, 13, 3, Skin),
    ];

    /// <summary>Draws a PNG.</summary>
    public static byte[] Draw()
    {
        using Image<Rgb24> picture = new(Width, Height, Wall);
        for (int y = 0; y < Height; y++)
        {
            for (int x = 0; x < Width; x++)
            {
                foreach (var (centreX, centreY, across, down, colour) in Discs)
                {
                    double distance = Math.Sqrt(Math.Pow((x - centreX) / across, 2) + Math.Pow((y - centreY) / down, 2));
                    double share = Math.Clamp(((1 - distance) * Math.Min(across, down) / Softness) + 0.5, 0, 1);
                    picture[x, y] = Mix(picture[x, y], colour, share);
                }
            }
        }

        using MemoryStream file = new();
        picture.SaveAsPng(file);
        return file.ToArray();
    }

    private static Rgb24 Mix(Rgb24 under, Rgb24 over, double share)
    {
        return new Rgb24(Channel(under.R, over.R), Channel(under.G, over.G), Channel(under.B, over.B));

        byte Channel(byte below, byte above) => (byte)Math.Round(below + ((above - below) * share));
    }
}
