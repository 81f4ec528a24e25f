using System.Buffers.Binary;
using Moodstream.Inference.Options;
using Moodstream.Inference.Vision.Pixels;
using SixLabors.ImageSharp;

namespace Moodstream.Inference.Vision.Workers;

/// <summary>
/// What silo and worker say to each other over a pair of pipes. The silo begins with the limits, the worker answers <see cref="Ready"/>; then request
/// and answer in turn. Both ends are of one build, so that there are no versions. Numbers are little-endian.
/// </summary>
internal static class WorkerFrames
{
    /// <summary>The worker's first byte: it has the limits, and waits for pictures.</summary>
    public const byte Ready = (byte)'R';

    /// <summary>The first byte of an answer that goes on with the pixels; any other answer is one byte, by <see cref="Files.PictureFailures.OfDecoding"/>.</summary>
    public const byte Decoded = 0;

    private const int Number = sizeof(int);

    /// <summary>Tells the worker what a picture may cost.</summary>
    public static void WriteLimits(Stream requests, PictureOptions options) =>
        Write(requests, options.MaxBytes, options.MaxPixels, options.MaxMemoryMB, options.MaxCpuMs);

    /// <summary>Reads what <see cref="WriteLimits"/> wrote.</summary>
    /// <exception cref="EndOfStreamException">The silo has ended.</exception>
    public static PictureOptions ReadLimits(Stream requests) => new()
    {
        MaxBytes = Read(requests),
        MaxPixels = Read(requests),
        MaxMemoryMB = Read(requests),
        MaxCpuMs = Read(requests),
    };

    /// <summary>Sends a picture's file, and the sizes of the pictures that are to be made of it.</summary>
    public static void WriteRequest(Stream requests, ReadOnlySpan<byte> file, RgbPicture[] pictures)
    {
        Write(requests, [file.Length, pictures.Length, .. pictures.SelectMany(picture => new[] { picture.Width, picture.Height })]);
        requests.Write(file);
        requests.Flush();
    }

    /// <summary>Reads the beginning of a request; the file follows.</summary>
    /// <exception cref="EndOfStreamException">The silo has ended.</exception>
    public static (Size[] Sizes, int Length) ReadRequest(Stream requests)
    {
        var length = Read(requests);
        var sizes = new Size[Read(requests)];
        for (var i = 0; i < sizes.Length; i++)
        {
            sizes[i] = new(Read(requests), Read(requests));
        }

        return (sizes, length);
    }

    private static void Write(Stream stream, params ReadOnlySpan<int> numbers)
    {
        Span<byte> bytes = stackalloc byte[numbers.Length * Number];
        for (var i = 0; i < numbers.Length; i++)
        {
            BinaryPrimitives.WriteInt32LittleEndian(bytes[(i * Number)..], numbers[i]);
        }

        stream.Write(bytes);
        stream.Flush();
    }

    private static int Read(Stream stream)
    {
        Span<byte> bytes = stackalloc byte[Number];
        stream.ReadExactly(bytes);
        return BinaryPrimitives.ReadInt32LittleEndian(bytes);
    }
}
