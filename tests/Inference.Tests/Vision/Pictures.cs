using SixLabors.ImageSharp;
using SixLabors.ImageSharp.Formats;
using SixLabors.ImageSharp.Formats.Gif;
using SixLabors.ImageSharp.Formats.Jpeg;
using SixLabors.ImageSharp.Formats.Png;
using SixLabors.ImageSharp.Formats.Webp;
using SixLabors.ImageSharp.PixelFormats;

namespace Moodstream.Inference.Tests;

/// <summary>Pictures made for tests.</summary>
internal static class Pictures
{
    public static byte[] Jpeg(int width = 64, int height = 48, int seed = 1) => Encode(Noise(width, height, seed), new JpegEncoder { Quality = 90 });

    public static byte[] Png(int width = 64, int height = 48, int seed = 1) => Encode(Noise(width, height, seed), new PngEncoder());

    public static byte[] Webp(int width = 64, int height = 48, int seed = 1) => Encode(Noise(width, height, seed), new WebpEncoder());

    public static byte[] Gif(int width = 64, int height = 48, int frames = 1, int seed = 1)
    {
        using var image = Noise(width, height, seed);
        for (var i = 1; i < frames; i++)
        {
            image.Frames.AddFrame(image.Frames.RootFrame);
        }

        return Encode(image, new GifEncoder());
    }

    public static byte[] Plain(Rgba32 colour, int width = 16, int height = 16)
    {
        using var image = new Image<Rgba32>(width, height, colour);
        return Encode(image, new PngEncoder { ColorType = PngColorType.RgbWithAlpha });
    }

    /// <summary>A small file of an immense picture: its rows compress to nothing.</summary>
    public static byte[] Bomb(int side)
    {
        using var image = new Image<L8>(side, side);
        using var stream = new MemoryStream();
        image.Save(stream, new PngEncoder { ColorType = PngColorType.Grayscale, BitDepth = PngBitDepth.Bit1, CompressionLevel = PngCompressionLevel.Level9 });
        return stream.ToArray();
    }

    public static byte[] Sample(string name) => File.ReadAllBytes(Path.Combine(AppContext.BaseDirectory, "pictures", name));

    private static Image<Rgba32> Noise(int width, int height, int seed)
    {
        var random = new Random(seed);
        var image = new Image<Rgba32>(width, height);
        for (var y = 0; y < height; y++)
        {
            for (var x = 0; x < width; x++)
            {
                image[x, y] = new Rgba32((byte)(x * 255 / width), (byte)(y * 255 / height), (byte)random.Next(256));
            }
        }

        return image;
    }

    private static byte[] Encode(Image image, IImageEncoder encoder)
    {
        using var stream = new MemoryStream();
        image.Save(stream, encoder);
        return stream.ToArray();
    }
}
