using System.Buffers.Binary;
using System.IO.Compression;
using System.Text;
using SixLabors.ImageSharp;
using SixLabors.ImageSharp.Formats;
using SixLabors.ImageSharp.Formats.Gif;
using SixLabors.ImageSharp.Formats.Jpeg;
using SixLabors.ImageSharp.Formats.Png;
using SixLabors.ImageSharp.Formats.Webp;
using SixLabors.ImageSharp.Metadata.Profiles.Exif;
using SixLabors.ImageSharp.PixelFormats;

namespace Moodstream.TestKit;

/// <summary>Pictures made for tests.</summary>
public static class Pictures
{
    public static byte[] Jpeg(int width = 64, int height = 48, int seed = 1, ushort? orientation = null)
    {
        using var image = Noise(width, height, seed);
        if (orientation is not null)
        {
            image.Metadata.ExifProfile = new ExifProfile();
            image.Metadata.ExifProfile.SetValue(ExifTag.Orientation, orientation.Value);
        }

        return Encode(image, new JpegEncoder { Quality = 90 });
    }

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

    /// <summary>A small and valid PNG file of an immense black picture, one bit per pixel.</summary>
    public static byte[] Bomb(int side)
    {
        using var file = new MemoryStream();
        file.Write([0x89, (byte)'P', (byte)'N', (byte)'G', 0x0D, 0x0A, 0x1A, 0x0A]);
        var header = new byte[13];
        BinaryPrimitives.WriteInt32BigEndian(header, side);
        BinaryPrimitives.WriteInt32BigEndian(header.AsSpan(4), side);
        header[8] = 1;
        WriteChunk(file, "IHDR", header);
        using var data = new MemoryStream();
        using (var zlib = new ZLibStream(data, CompressionLevel.SmallestSize, leaveOpen: true))
        {
            var row = new byte[1 + ((side + 7) / 8)];
            for (var y = 0; y < side; y++)
            {
                zlib.Write(row);
            }
        }

        WriteChunk(file, "IDAT", data.ToArray());
        WriteChunk(file, "IEND", []);
        return file.ToArray();
    }

    /// <summary>A small and valid progressive JPEG that goes over its pixels again and again: each scan has a few bytes and is all zeros.</summary>
    public static byte[] ScanBomb(ushort side, int scans)
    {
        const int BlocksPerRun = 16_384;
        var blocks = side / 8 * (side / 8);
        using var file = new MemoryStream();
        file.Write([0xFF, 0xD8, 0xFF, 0xDB, 0, 67, 0, .. Enumerable.Repeat((byte)1, 64)]);
        file.Write([0xFF, 0xC2, 0, 11, 8, (byte)(side >> 8), (byte)side, (byte)(side >> 8), (byte)side, 1, 1, 0x11, 0]);

        // Each table has one code, the bit 0: "no difference" for the mean, "a run of 16,384 empty blocks", 14 more bits, for the rest.
        file.Write([0xFF, 0xC4, 0, 20, 0x00, 1, .. new byte[15], 0x00]);
        file.Write([0xFF, 0xC4, 0, 20, 0x10, 1, .. new byte[15], 0xE0]);
        file.Write([0xFF, 0xDA, 0, 8, 1, 1, 0x00, 0, 0, 0, .. new byte[(blocks + 7) / 8]]);
        byte[] scan = [0xFF, 0xDA, 0, 8, 1, 1, 0x00, 1, 63, 0, .. new byte[(15 * ((blocks / BlocksPerRun) + 1) / 8) + 1]];
        for (var i = 0; i < scans; i++)
        {
            file.Write(scan);
        }

        file.Write([0xFF, 0xD9]);
        return file.ToArray();
    }

    /// <summary>A picture that says by EXIF which way up it is.</summary>
    public static byte[] Oriented(string format, ushort orientation)
    {
        byte[] exif = [.. "MM\0*\0\0\0\x08\0\x01\x01\x12\0\x03\0\0\0\x01"u8, 0, (byte)orientation, 0, 0, 0, 0, 0, 0];
        switch (format)
        {
            case "jpeg":
                return Jpeg(orientation: orientation);
            case "png":
                var png = Png();
                using (var file = new MemoryStream())
                {
                    const int EndOfHeader = 33;
                    file.Write(png.AsSpan(0, EndOfHeader));
                    WriteChunk(file, "eXIf", exif);
                    file.Write(png.AsSpan(EndOfHeader));
                    return file.ToArray();
                }

            default:
                return [.. Webp(), .. "EXIF"u8, (byte)exif.Length, 0, 0, 0, .. exif];
        }
    }

    /// <summary>An animation of still WebP files.</summary>
    public static byte[] AnimatedWebp(params byte[][] stills)
    {
        using var file = new MemoryStream();
        file.Write([.. "RIFF\0\0\0\0WEBPVP8X"u8, 10, 0, 0, 0, 2, 0, 0, 0, 63, 0, 0, 47, 0, 0, .. "ANIM"u8, 6, 0, 0, 0, 0, 0, 0, 0, 0, 0]);
        foreach (var still in stills)
        {
            // A frame's own header, and the only chunk of the still.
            var chunk = still[12..];
            byte[] frame = [0, 0, 0, 0, 0, 0, 63, 0, 0, 47, 0, 0, 100, 0, 0, 0, .. chunk];
            file.Write([.. "ANMF"u8, (byte)frame.Length, (byte)(frame.Length >> 8), 0, 0, .. frame]);
        }

        return file.ToArray();
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

    /// <summary>Writes a chunk of a PNG file.</summary>
    public static void WriteChunk(MemoryStream file, string type, byte[] data)
    {
        byte[] body = [.. Encoding.ASCII.GetBytes(type), .. data];
        Span<byte> number = stackalloc byte[4];
        BinaryPrimitives.WriteInt32BigEndian(number, data.Length);
        file.Write(number);
        file.Write(body);
        BinaryPrimitives.WriteUInt32BigEndian(number, Crc32(body));
        file.Write(number);
    }

    private static uint Crc32(byte[] bytes)
    {
        var crc = uint.MaxValue;
        foreach (var value in bytes)
        {
            crc ^= value;
            for (var bit = 0; bit < 8; bit++)
            {
                crc = (crc >> 1) ^ ((crc & 1) * 0xEDB88320);
            }
        }

        return ~crc;
    }

    private static byte[] Encode(Image image, IImageEncoder encoder)
    {
        using var stream = new MemoryStream();
        image.Save(stream, encoder);
        return stream.ToArray();
    }
}
