using System.Buffers.Binary;
using Moodstream.Abstractions.Posts;
using Moodstream.Inference.Options;

namespace Moodstream.Inference.Vision.Files;

/// <summary>
/// Reads the chunks of a WebP file. The decoder gets the first frame, as a file of its own: a lossy or lossless picture, and the transparency of a
/// lossy one.
/// </summary>
internal static class WebpFile
{
    private const int RiffHeader = 12;
    private const int ChunkHeader = 8;
    private const int FrameHeader = 16;
    private const int LossyHeader = 10;
    private const int SideMask = 0x3FFF;
    private const int AlphaOfLossless = 1;

    /// <summary>Reads the outline.</summary>
    /// <param name="file">The file, which begins like a WebP.</param>
    /// <param name="outline">Receives what is found.</param>
    /// <param name="options">What a picture may cost.</param>
    /// <returns>Why the picture cannot be decoded, or null.</returns>
    public static PostFailure? Read(ReadOnlySpan<byte> file, PictureOutline outline, PictureOptions options)
    {
        var frame = (Picture: default(Chunk?), Alpha: default(Chunk?));
        for (var position = RiffHeader; ReadChunk(file, position, file.Length) is { } chunk; position = chunk.Next)
        {
            if (chunk.Is("EXIF"u8, file) && chunk.End <= file.Length)
            {
                outline.Orientation = outline.Orientation == ExifOrientation.Upright ? ExifOrientation.Read(file[chunk.Start..chunk.End]) : outline.Orientation;
            }
            else if (frame.Picture is null && chunk.Is("ANMF"u8, file))
            {
                for (var inner = chunk.Start + FrameHeader; frame.Picture is null && ReadChunk(file, inner, chunk.End) is { } part; inner = part.Next)
                {
                    Take(part, file, ref frame);
                }
            }
            else if (frame.Picture is null)
            {
                Take(chunk, file, ref frame);
            }
        }

        if (frame.Picture is not { } picture)
        {
            return BinaryPrimitives.ReadUInt32LittleEndian(file[4..]) > file.Length - ChunkHeader ? PictureFailures.Truncated : PictureFailures.Corrupt;
        }

        if (picture.End > file.Length)
        {
            return PictureFailures.Truncated;
        }

        return picture.Is("VP8L"u8, file) ? ReadLossless(file, picture, outline, options) : ReadLossy(file, picture, frame.Alpha, outline, options);
    }

    private static void Take(Chunk chunk, ReadOnlySpan<byte> file, ref (Chunk? Picture, Chunk? Alpha) frame)
    {
        if (chunk.Is("ALPH"u8, file) && chunk.End <= file.Length)
        {
            frame.Alpha ??= chunk;
        }
        else if (chunk.Is("VP8 "u8, file) || chunk.Is("VP8L"u8, file))
        {
            frame.Picture = chunk;
        }
    }

    private static PostFailure? ReadLossless(ReadOnlySpan<byte> file, Chunk chunk, PictureOutline outline, PictureOptions options)
    {
        LosslessBits bits = new(file[chunk.Start..chunk.End]);
        if (bits.Read(8) != 0x2F)
        {
            return PictureFailures.Corrupt;
        }

        (outline.Width, outline.Height) = (bits.Read(14) + 1, bits.Read(14) + 1);
        bits.Read(4);
        if (PictureFile.CheckPixels(outline, options) is { } failure)
        {
            return failure;
        }

        // Before its codes are looked at, which takes time by its size.
        outline.Memory = (8 * outline.Pixels) + chunk.Length;
        if (outline.Memory > options.MaxMemoryMB * 1024L * 1024)
        {
            return PictureFailures.TooMuchMemoryFor(outline, options.MaxMemoryMB);
        }

        if (LosslessOutline.MemoryOf(ref bits, outline.Width, outline.Height) is not { } memory)
        {
            return PictureFailures.Corrupt;
        }

        outline.Memory = (4 * outline.Pixels) + memory + chunk.Length;
        outline.Insert(Riff(chunk, null, outline));
        Keep(chunk, outline);
        return null;
    }

    private static PostFailure? ReadLossy(ReadOnlySpan<byte> file, Chunk chunk, Chunk? alpha, PictureOutline outline, PictureOptions options)
    {
        if (chunk.Length < LossyHeader)
        {
            return PictureFailures.Corrupt;
        }

        outline.Width = BinaryPrimitives.ReadUInt16LittleEndian(file[(chunk.Start + 6)..]) & SideMask;
        outline.Height = BinaryPrimitives.ReadUInt16LittleEndian(file[(chunk.Start + 8)..]) & SideMask;
        if (PictureFile.CheckPixels(outline, options) is { } failure)
        {
            return failure;
        }

        outline.Memory = (outline.Pixels * (alpha is null ? 8 : 13)) + chunk.Length + (alpha?.Length ?? 0);
        if (outline.Memory > options.MaxMemoryMB * 1024L * 1024)
        {
            return PictureFailures.TooMuchMemoryFor(outline, options.MaxMemoryMB);
        }

        if (alpha is { Length: > 0 } transparency)
        {
            // A plane of it, and a whole picture to unpack it into, whether it is packed or not, are counted above; what packing adds is not.
            LosslessBits bits = new(file[(transparency.Start + 1)..transparency.End]);
            var isPacked = (file[transparency.Start] & 3) == AlphaOfLossless;
            if ((isPacked ? LosslessOutline.MemoryOf(ref bits, outline.Width, outline.Height) : 4 * outline.Pixels) is not { } memory)
            {
                return PictureFailures.Corrupt;
            }

            outline.Memory += memory - (4 * outline.Pixels);
        }

        outline.Insert(Riff(chunk, alpha, outline));
        if (alpha is not null)
        {
            Keep(alpha.Value, outline);
        }

        Keep(chunk, outline);
        return null;
    }

    private static void Keep(Chunk chunk, PictureOutline outline)
    {
        outline.Keep(chunk.Start - ChunkHeader, chunk.End);
        if (chunk.Length % 2 != 0)
        {
            outline.Insert(new byte[1]);
        }
    }

    /// <summary>The beginning of a file that has these chunks and no other.</summary>
    private static byte[] Riff(Chunk picture, Chunk? alpha, PictureOutline outline)
    {
        const int Extended = ChunkHeader + 10;
        var header = new byte[RiffHeader + (alpha is null ? 0 : Extended)];
        "RIFF"u8.CopyTo(header);
        BinaryPrimitives.WriteInt32LittleEndian(header.AsSpan(4), header.Length - ChunkHeader + picture.Padded + (alpha?.Padded ?? 0));
        "WEBP"u8.CopyTo(header.AsSpan(8));
        if (alpha is not null)
        {
            var extended = header.AsSpan(RiffHeader);
            "VP8X"u8.CopyTo(extended);
            extended[4] = Extended - ChunkHeader;
            extended[8] = 0x10;
            BinaryPrimitives.WriteUInt16LittleEndian(extended[12..], (ushort)(outline.Width - 1));
            BinaryPrimitives.WriteUInt16LittleEndian(extended[15..], (ushort)(outline.Height - 1));
        }

        return header;
    }

    private static Chunk? ReadChunk(ReadOnlySpan<byte> file, int position, int end)
    {
        if (position < 0 || position > Math.Min(end, file.Length) - ChunkHeader)
        {
            return null;
        }

        var length = BinaryPrimitives.ReadUInt32LittleEndian(file[(position + 4)..]);
        return length > int.MaxValue - position - ChunkHeader - 1 ? null : new Chunk(position + ChunkHeader, (int)length);
    }

    private readonly record struct Chunk(int Start, int Length)
    {
        public int End => Start + Length;

        public int Next => End + (Length & 1);

        /// <summary>Bytes with its header and what makes it even.</summary>
        public int Padded => ChunkHeader + Length + (Length & 1);

        public bool Is(ReadOnlySpan<byte> type, ReadOnlySpan<byte> file) => file.Slice(Start - ChunkHeader, 4).SequenceEqual(type);
    }
}
