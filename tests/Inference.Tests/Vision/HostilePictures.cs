using System.Buffers.Binary;
using System.IO.Compression;
using System.Text;
using Moodstream.TestKit;

namespace Moodstream.Inference.Tests.Vision;

/// <summary>Files that were made to cost more than they should, or to break what reads them.</summary>
internal static class HostilePictures
{
    private static readonly string[] Samples = ["astronaut.jpg", "coffee.jpg", "rocket.jpg", "no-time-for-that.gif"];

    /// <summary>All of them, with names that say what each is.</summary>
    public static IEnumerable<(string Name, byte[] File)> All() =>
        Jpegs().Concat(Pngs()).Concat(Gifs()).Concat(Webps()).Concat(Cuts()).Concat(Mutants(60, seed: 20260201));

    /// <summary>Files in which a few bytes were changed, of all formats.</summary>
    public static IEnumerable<(string Name, byte[] File)> Mutants(int count, int seed)
    {
        var originals = Originals().ToArray();
        var random = new Random(seed);
        for (var i = 0; i < count; i++)
        {
            var (name, file) = originals[i % originals.Length];
            yield return ($"mutant {i} of {name}", Mutate(file, random));
        }
    }

    private static IEnumerable<(string Name, byte[] File)> Originals()
    {
        foreach (var name in Samples)
        {
            yield return (name, Pictures.Sample(name));
        }

        yield return ("jpeg", Pictures.Jpeg(orientation: 6));
        yield return ("png", Pictures.Png());
        yield return ("gif", Pictures.Gif(frames: 3));
        yield return ("lossy webp", Pictures.Webp());
        yield return ("progressive", Pictures.ScanBomb(64, 12));
        yield return ("lossless webp", Webp("VP8L", Lossless(64, 64, groups: 300, cacheBits: 4)));
        yield return ("jpeg of 12 bits and restarts", Jpeg(640, 480, "420", 0xC1, [0xFF, 0xDD, 0, 4, 0, 7]));
    }

    private static IEnumerable<(string Name, byte[] File)> Jpegs()
    {
        (int Width, int Height)[] sizes = [(640, 480), (2_600, 2_300), (4_400, 4_200), (65_500, 1), (65_500, 65_500)];
        foreach (var (width, height) in sizes)
        {
            foreach (var sampling in (string[])["grey", "444", "420", "cmyk", "4x4"])
            {
                foreach (var (kind, marker) in ((string, byte)[])[("baseline", 0xC0), ("progressive", 0xC2)])
                {
                    yield return ($"{kind} {sampling} of {width}×{height}", Jpeg(width, height, sampling, marker));
                }
            }
        }

        foreach (var (side, scans) in ((int, int)[])[(64, 10), (64, 20_000), (1_440, 90), (1_440, 20_000), (2_500, 90), (2_500, 1_000)])
        {
            yield return ($"{scans} scans of {side}²", Pictures.ScanBomb((ushort)side, scans));
        }

        yield return ("90 scans that refine 2500²", Refining(2_500, 90));
        yield return ("baseline of 64 scans", Jpeg(2_000, 2_000, "444", 0xC0, scans: 64));
        yield return ("EXIF of rationals", Jpeg(640, 480, "420", 0xC0, Segment(0xE1, Exif(3_500, 4_000))));
        yield return ("EXIF of rationals, 100 times", Jpeg(640, 480, "420", 0xC0, Repeat(Segment(0xE1, Exif(3_500, 4_000)), 100)));
        yield return ("EXIF that points at itself", Jpeg(640, 480, "420", 0xC0, Segment(0xE1, Exif(5_000, int.MaxValue))));
        yield return ("colour profile of 7 MB", Jpeg(640, 480, "420", 0xC0, Repeat(Segment(0xE2, [.. "ICC_PROFILE\0\x01\x70"u8, .. new byte[60_000]]), 112)));
        yield return ("XMP and IPTC", Jpeg(640, 480, "420", 0xC0, [
            .. Segment(0xE1, [.. "http://ns.adobe.com/xap/1.0/\0"u8, .. new byte[60_000]]),
            .. Segment(0xED, [.. "Photoshop 3.0\08BIM\x04\x04"u8, .. new byte[60_000]])]));
        yield return ("two million comments", Jpeg(640, 480, "420", 0xC0, Repeat([0xFF, 0xFE, 0, 2], 2_000_000)));
        yield return ("comments between tables", Jpeg(640, 480, "420", 0xC0, Repeat([0xFF, 0xFE, 0, 2, 0xFF, 0xDD, 0, 4, 0, 0], 400_000)));
        yield return ("80,000 tables of codes", Jpeg(640, 480, "420", 0xC0, Repeat(Segment(0xC4, [0, 1, .. new byte[15], 0]), 80_000)));
        yield return ("100,000 tables of steps", Jpeg(640, 480, "420", 0xC0, Repeat(Segment(0xDB, [0, .. Enumerable.Repeat((byte)1, 64)]), 100_000)));
        yield return ("8 MB of fill bytes", Jpeg(640, 480, "420", 0xC0, Enumerable.Repeat((byte)0xFF, 8_000_000).ToArray()));
        yield return ("8 MB of nothing", [0xFF, 0xD8, 0xFF, .. new byte[8_000_000]]);
        yield return ("4 million stuffed bytes", Jpeg(4_000, 4_000, "444", 0xC0, data: Repeat([0xFF, 0], 4_000_000)));
        yield return ("4 million restarts", Jpeg(4_000, 4_000, "444", 0xC0, [0xFF, 0xDD, 0, 4, 0, 1], data: Repeat([0xFF, 0xD0], 4_000_000)));
        yield return ("6 MB of noise", Jpeg(4_000, 4_000, "444", 0xC0, data: Noise(6_000_000)));
        yield return ("6 MB of noise, progressive", Jpeg(2_500, 2_500, "444", 0xC2, data: Noise(6_000_000)));
    }

    private static IEnumerable<(string Name, byte[] File)> Pngs()
    {
        foreach (var (colour, depth) in ((int, int)[])[(0, 1), (2, 16), (3, 8), (6, 16)])
        {
            yield return ($"png of colour {colour}, {depth} bits, 3800²", Png(3_800, 3_800, colour, depth));
            yield return ($"interlaced png of colour {colour}, {depth} bits, 3000²", Png(3_000, 3_000, colour, depth, isInterlaced: true));
        }

        yield return ("png of 5000²", Png(5_000, 5_000, 6, 8, rows: 10));
        yield return ("png of 20000²", Pictures.Bomb(20_000));
        yield return ("png of 16 million pixels in one row", Png(16_000_000, 1, 0, 8));
        yield return ("png of 65535 pixels in a row", Png(65_535, 240, 6, 16));
        yield return ("png of 65535 rows", Png(240, 65_535, 6, 16));
        var zeros = Zip(new byte[40_000_000]);
        foreach (var (type, head) in ((string, string)[])[("zTXt", "Comment\0\0"), ("iTXt", "Comment\0\x01\0\0\0"), ("iCCP", "p\0\0")])
        {
            byte[] bomb = [.. Encoding.ASCII.GetBytes(head), .. zeros];
            yield return ($"{type} of 40 MB", Png(640, 480, 2, 8, extra: [(type, bomb)]));
            yield return ($"{type} of 40 MB, ten times", Png(640, 480, 2, 8, extra: Enumerable.Repeat((type, bomb), 10)));
        }

        yield return ("tEXt of 4 MB", Png(640, 480, 2, 8, extra: [("tEXt", new byte[4_000_000])]));
        yield return ("eXIf of rationals", Png(640, 480, 2, 8, extra: [("eXIf", Exif(3_500, 4_000)[6..])]));
        yield return ("600,000 empty chunks", Png(640, 480, 2, 8, extra: Enumerable.Repeat(("tEXt", Array.Empty<byte>()), 600_000)));
        yield return ("300,000 palettes", Png(640, 480, 3, 8, extra: Enumerable.Repeat(("PLTE", new byte[6]), 300_000)));
        yield return ("300,000 empty pieces of pixels", Png(640, 480, 2, 8, pieces: 300_000));
        yield return ("pieces of pixels between texts", Png(640, 480, 2, 8, pieces: 150_000, isShredded: true));
        yield return ("apng of 5,000 frames", Png(640, 480, 2, 8, extra: Enumerable.Repeat(("fdAT", new byte[100]), 5_000).Prepend(("acTL", new byte[8]))));
        yield return ("png of an Apple", Png(640, 480, 2, 8, extra: [("CgBI", new byte[4])]));
    }

    private static IEnumerable<(string Name, byte[] File)> Gifs()
    {
        yield return ("gif of 65535²", Gif(65_535, 65_535, 1, 1));
        yield return ("gif with a frame of 65535²", Gif(1, 1, 65_535, 65_535));
        yield return ("gif with a frame of 65535 rows", Gif(1, 65_535, 240, 65_535));
        yield return ("gif of 3800²", Gif(3_800, 3_800, 3_800, 3_800));
        yield return ("gif of 4000² and a small frame", Gif(4_000, 4_000, 10, 10));
        yield return ("gif of 2,000 frames", Pictures.Gif(8, 8, frames: 2_000));
        yield return ("gif with 6 MB of comment", Gif(100, 100, 100, 100, [0x21, 0xFE, .. Repeat([255, .. new byte[255]], 24_000), 0]));
        yield return ("gif with 6 MB of XMP", Gif(100, 100, 100, 100, [0x21, 0xFF, 11, .. "XMP DataXMP"u8, .. Repeat([255, .. new byte[255]], 24_000), 0]));
        yield return ("gif of controls", Gif(100, 100, 100, 100, Repeat([0x21, 0xF9, 4, 1, 0, 0, 0, 0], 900_000)));
        yield return ("gif of noise", Gif(3_800, 3_800, 3_800, 3_800, data: Noise(6_000_000)));
    }

    private static IEnumerable<(string Name, byte[] File)> Webps()
    {
        foreach (var side in (int[])[64, 1_900, 2_200, 2_700, 5_000, 16_384])
        {
            yield return ($"lossless webp of {side}²", Webp("VP8L", Lossless(side, side)));
            yield return ($"lossless webp of {side}², predicted", Webp("VP8L", Lossless(side, side, predictor: true)));
            yield return ($"lossless webp of {side}² by index", Webp("VP8L", Lossless(side, side, colours: 4)));
            yield return ($"lossy webp of {side}²", Webp("VP8 ", Lossy(side, side, new byte[200])));
        }

        foreach (var groups in (int[])[1, 300, 1_000, 65_536])
        {
            yield return ($"lossless webp of {groups} groups", Webp("VP8L", Lossless(200, 200, groups: groups)));
            yield return ($"lossless webp of {groups} groups and a cache", Webp("VP8L", Lossless(200, 200, groups: groups, cacheBits: 11)));
            yield return ($"webp with transparency of {groups} groups", Webp("ALPH", [1, .. Lossless(200, 200, groups: groups)[5..]], "VP8 ", Lossy(200, 200, new byte[200])));
        }

        yield return ("lossless webp of noise", Webp("VP8L", [.. Lossless(2_000, 2_000)[..5], .. Noise(4_000_000)]));
        yield return ("lossy webp of noise", Webp("VP8 ", Lossy(2_500, 2_500, Noise(4_000_000))));
        yield return ("lossy webp with transparency", Webp("ALPH", [0, .. new byte[1_900 * 1_900]], "VP8 ", Lossy(1_900, 1_900, new byte[200])));
        yield return ("webp with EXIF of rationals", Webp("EXIF", Exif(3_500, 4_000), "VP8 ", Lossy(100, 100, new byte[2_000])));
        yield return ("webp with a profile of 7 MB", Webp("ICCP", new byte[7_000_000], "VP8 ", Lossy(100, 100, new byte[2_000])));
        yield return ("webp of a million chunks", Webp([.. Repeat([.. "XMP "u8, 0, 0, 0, 0], 1_000_000), .. Chunk("VP8 ", Lossy(100, 100, new byte[2_000]))]));
        yield return ("webp of 2,000 frames", Webp(Repeat(Chunk("ANMF", [.. new byte[16], .. Chunk("VP8L", Lossless(500, 500))]), 2_000)));
        yield return ("webp with a chunk of 4 GB", Webp([.. "VP8 "u8, 0xFF, 0xFF, 0xFF, 0xFF, .. new byte[100]]));
    }

    private static IEnumerable<(string Name, byte[] File)> Cuts()
    {
        foreach (var (name, file) in Originals())
        {
            foreach (var part in (int[])[1, 4, 7])
            {
                yield return ($"{part} eighths of {name}", file[..(file.Length * part / 8)]);
            }
        }
    }

    /// <summary>A JPEG whose blocks have two bits each; what its data lack, decoders take for zeros.</summary>
    private static byte[] Jpeg(int width, int height, string sampling, byte frame, byte[]? extra = null, byte[]? data = null, int scans = 1)
    {
        byte[] factors = sampling switch { "grey" => [0x11], "444" => [0x11, 0x11, 0x11], "420" => [0x22, 0x11, 0x11], "cmyk" => [0x11, 0x11, 0x11, 0x11], _ => [0x44, 0x11, 0x11] };
        var components = factors.SelectMany((factor, i) => new byte[] { (byte)(i + 1), factor, 0 });
        var selectors = factors.SelectMany((_, i) => new byte[] { (byte)(i + 1), 0 });
        var last = (byte)(frame == 0xC2 ? 0 : 63);
        byte[] scan = [.. Segment(0xDA, [(byte)factors.Length, .. selectors, 0, last, 0]), .. data ?? new byte[100]];
        return
        [
            0xFF, 0xD8, .. Segment(0xDB, [0, .. Enumerable.Repeat((byte)1, 64)]), .. extra ?? [],
            .. Segment(frame, [8, (byte)(height >> 8), (byte)height, (byte)(width >> 8), (byte)width, (byte)factors.Length, .. components]),
            .. Segment(0xC4, [0x00, 1, .. new byte[15], 0x00]), .. Segment(0xC4, [0x10, 1, .. new byte[15], 0x00]), .. Repeat(scan, scans), 0xFF, 0xD9,
        ];
    }

    /// <summary>A progressive JPEG whose scans look at every coefficient again.</summary>
    private static byte[] Refining(int side, int scans)
    {
        var file = Pictures.ScanBomb((ushort)side, scans);
        var scan = file.AsSpan();
        while (scan.IndexOf((ReadOnlySpan<byte>)[0xFF, 0xDA, 0, 8, 1, 1, 0x00, 1, 63, 0]) is >= 0 and var next)
        {
            scan[next + 9] = 0x10;
            scan = scan[(next + 10)..];
        }

        return file;
    }

    private static byte[] Segment(byte marker, byte[] content) => [0xFF, marker, (byte)((content.Length + 2) >> 8), (byte)(content.Length + 2), .. content];

    /// <summary>EXIF whose entries all claim so many rationals, at the same place.</summary>
    private static byte[] Exif(int entries, int rationals)
    {
        var exif = new byte[6 + 8 + 2 + (entries * 12) + 4];
        "Exif\0\0II*\0"u8.CopyTo(exif);
        exif[10] = 8;
        BinaryPrimitives.WriteUInt16LittleEndian(exif.AsSpan(14), (ushort)entries);
        for (var i = 0; i < entries; i++)
        {
            var entry = exif.AsSpan(16 + (12 * i));
            BinaryPrimitives.WriteUInt16LittleEndian(entry, (ushort)(0x829A + i));
            BinaryPrimitives.WriteUInt16LittleEndian(entry[2..], 5);
            BinaryPrimitives.WriteInt32LittleEndian(entry[4..], rationals);
            BinaryPrimitives.WriteInt32LittleEndian(entry[8..], 8);
        }

        return exif;
    }

    private static byte[] Png(
        int width,
        int height,
        int colour,
        int depth,
        bool isInterlaced = false,
        int? rows = null,
        IEnumerable<(string Type, byte[] Content)>? extra = null,
        int pieces = 1,
        bool isShredded = false)
    {
        using MemoryStream file = new();
        file.Write([0x89, (byte)'P', (byte)'N', (byte)'G', 0x0D, 0x0A, 0x1A, 0x0A]);
        var header = new byte[13];
        BinaryPrimitives.WriteInt32BigEndian(header, width);
        BinaryPrimitives.WriteInt32BigEndian(header.AsSpan(4), height);
        (header[8], header[9], header[12]) = ((byte)depth, (byte)colour, (byte)(isInterlaced ? 1 : 0));
        Pictures.WriteChunk(file, "IHDR", header);
        if (colour == 3)
        {
            Pictures.WriteChunk(file, "PLTE", new byte[768]);
        }

        foreach (var (type, content) in extra ?? [])
        {
            Pictures.WriteChunk(file, type, content);
        }

        var channels = colour switch { 2 => 3, 4 => 2, 6 => 4, _ => 1 };
        var row = 1 + ((((long)width * channels * depth) + 7) / 8);
        var pixels = Zip(new byte[((rows ?? height) * row) + (isInterlaced ? height * 4 : 0)]);
        for (var i = 1; i < pieces; i++)
        {
            Pictures.WriteChunk(file, "IDAT", []);
            if (isShredded)
            {
                Pictures.WriteChunk(file, "tEXt", []);
            }
        }

        Pictures.WriteChunk(file, "IDAT", pixels);
        Pictures.WriteChunk(file, "IEND", []);
        return file.ToArray();
    }

    private static byte[] Zip(byte[] content)
    {
        using MemoryStream packed = new();
        using (ZLibStream zlib = new(packed, CompressionLevel.Fastest, leaveOpen: true))
        {
            zlib.Write(content);
        }

        return packed.ToArray();
    }

    private static byte[] Gif(int width, int height, int frameWidth, int frameHeight, byte[]? extra = null, byte[]? data = null)
    {
        using MemoryStream blocks = new();
        foreach (var block in (data ?? [0x84, 0x8F, 0xA9, 0xCB]).Chunk(255))
        {
            blocks.WriteByte((byte)block.Length);
            blocks.Write(block);
        }

        return
        [
            .. "GIF89a"u8, (byte)width, (byte)(width >> 8), (byte)height, (byte)(height >> 8), 0xF7, 0, 0, .. new byte[768], .. extra ?? [],
            (byte)',', 0, 0, 0, 0, (byte)frameWidth, (byte)(frameWidth >> 8), (byte)frameHeight, (byte)(frameHeight >> 8), 0, 8, .. blocks.ToArray(), 0, (byte)';',
        ];
    }

    /// <summary>A lossless stream whose pixels take no bits.</summary>
    private static byte[] Lossless(int width, int height, int groups = 1, int cacheBits = 0, bool predictor = false, int colours = 0)
    {
        var bits = new BitWriter().Write(0x2F, 8).Write(width - 1, 14).Write(height - 1, 14).Write(1, 1).Write(0, 3);
        if (predictor)
        {
            WriteCodes(bits.Write(1, 1).Write(0, 2).Write(0, 3).Write(0, 1), 1);
        }

        if (colours > 0)
        {
            WriteCodes(bits.Write(1, 1).Write(3, 2).Write(colours - 1, 8).Write(0, 1), 1);
        }

        bits.Write(0, 1).Write(cacheBits > 0 ? 1 : 0, 1).Write(cacheBits, cacheBits > 0 ? 4 : 0);
        if (groups > 1)
        {
            // The first of the blocks belongs to the last group, the others to the first.
            bits.Write(1, 1).Write(0, 3).Write(0, 1).WriteCode(0, (groups - 1) & 255).WriteCode(0, (groups - 1) >> 8);
            bits.WriteNothingCode().WriteNothingCode().WriteNothingCode().Write(0b11, 2).Write(0, (width + 3) / 4 * ((height + 3) / 4) * 2);
        }
        else
        {
            bits.Write(0, 1);
        }

        WriteCodes(bits, groups);
        return bits.ToArray();
    }

    private static void WriteCodes(BitWriter bits, int groups)
    {
        for (var i = 0; i < 5 * groups; i++)
        {
            bits.WriteNothingCode();
        }
    }

    private static byte[] Lossy(int width, int height, byte[] data)
    {
        var tag = 0x10 | (Math.Min(data.Length, 0x7FFFF) << 5);
        width = Math.Min(width, 16_383);
        height = Math.Min(height, 16_383);
        return [(byte)tag, (byte)(tag >> 8), (byte)(tag >> 16), 0x9D, 0x01, 0x2A, (byte)width, (byte)(width >> 8), (byte)height, (byte)(height >> 8), .. data];
    }

    private static byte[] Webp(string type, byte[] content) => Webp(Chunk(type, content));

    private static byte[] Webp(string first, byte[] firstContent, string second, byte[] secondContent) =>
        Webp([.. Chunk("VP8X", new byte[10]), .. Chunk(first, firstContent), .. Chunk(second, secondContent)]);

    private static byte[] Webp(byte[] chunks)
    {
        byte[] file = [.. "RIFF\0\0\0\0WEBP"u8, .. chunks];
        BinaryPrimitives.WriteInt32LittleEndian(file.AsSpan(4), file.Length - 8);
        return file;
    }

    private static byte[] Chunk(string type, byte[] content)
    {
        var length = new byte[4];
        BinaryPrimitives.WriteInt32LittleEndian(length, content.Length);
        return [.. Encoding.ASCII.GetBytes(type), .. length, .. content, .. new byte[content.Length % 2]];
    }

    private static byte[] Repeat(byte[] bytes, int times)
    {
        var all = new byte[bytes.Length * times];
        for (var i = 0; i < times; i++)
        {
            bytes.CopyTo(all, i * bytes.Length);
        }

        return all;
    }

    private static byte[] Noise(int count)
    {
        var noise = new byte[count];
        new Random(7).NextBytes(noise);
        noise.AsSpan().Replace((byte)0xFF, (byte)0xFE);
        return noise;
    }

    private static byte[] Mutate(byte[] original, Random random)
    {
        var mutant = original.ToArray();
        switch (random.Next(4))
        {
            case 0:
                for (var n = 1 + random.Next(8); n > 0; n--)
                {
                    mutant[random.Next(mutant.Length)] = (byte)random.Next(256);
                }

                return mutant;
            case 1:
                // Headers hold what decoders trust.
                mutant[4 + random.Next(Math.Min(200, mutant.Length - 4))] ^= (byte)(1 << random.Next(8));
                return mutant;
            case 2:
                var from = random.Next(mutant.Length);
                random.NextBytes(mutant.AsSpan(from, Math.Min(random.Next(1, 64), mutant.Length - from)));
                return mutant;
            default:
                var cut = random.Next(mutant.Length);
                return [.. mutant[..cut], .. mutant[Math.Min(mutant.Length, cut + random.Next(1, 200))..]];
        }
    }
}
