using SixLabors.ImageSharp;
using SixLabors.ImageSharp.PixelFormats;

namespace Moodstream.Trainer.Modalities.Pictures;

/// <summary>Small pictures drawn here, so that no one's picture travels with a bundle.</summary>
internal static class GoldenPicture
{
    private const int Width = 48;
    private const int Height = 36;

    /// <summary>Draws a PNG of soft waves and a disc: smooth, so that resizing rounds alike everywhere.</summary>
    public static byte[] Draw(int phase)
    {
        using Image<Rgb24> picture = new(Width, Height);
        for (int y = 0; y < Height; y++)
        {
            for (int x = 0; x < Width; x++)
            {
                double wave = Math.Sin((x * 0.2) + phase) + Math.Cos((y * 0.3) - phase);
                bool isInDisc = Math.Pow(x - 24 - (5 * phase), 2) + Math.Pow(y - 18, 2) < 100;
                picture[x, y] = isInDisc
                    ? new Rgb24((byte)(200 - (40 * phase)), 180, (byte)(60 + (80 * phase)))
                    : new Rgb24((byte)(128 + (50 * wave)), (byte)(90 + (3 * x)), (byte)(200 - (4 * y)));
            }
        }

        using MemoryStream file = new();
        picture.SaveAsPng(file);
        return file.ToArray();
    }
}
